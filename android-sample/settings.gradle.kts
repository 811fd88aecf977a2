pluginManagement {
    repositories {
        google()
        mavenCentral()
        gradlePluginPortal()
    }
}

dependencyResolutionManagement {
    repositoriesMode.set(RepositoriesMode.FAIL_ON_PROJECT_REPOS)
    repositories {
        // Holdfast is not released yet: mvn install puts it there.
        mavenLocal { content { includeGroup("dev.holdfast") } }
        google()
        mavenCentral()
    }
}

rootProject.name = "holdfast-android-sample"
