plugins {
    id("com.android.application") version "9.4.1"
}

android {
    namespace = "dev.holdfast.sample"
    // OkHttp 5.5's artifact for Android asks for no less.
    compileSdk = 37

    defaultConfig {
        applicationId = "dev.holdfast.sample"
        minSdk = 26
        targetSdk = 35
        versionCode = 1
        versionName = "0.1.0"
    }

    buildTypes {
        release {
            isMinifyEnabled = true
            isShrinkResources = true
            proguardFiles(getDefaultProguardFile("proguard-android-optimize.txt"), "proguard-rules.pro")
        }
    }

    compileOptions {
        sourceCompatibility = JavaVersion.VERSION_1_8
        targetCompatibility = JavaVersion.VERSION_1_8
    }

    packaging {
        // Several libraries have one each, for OSGi.
        resources.excludes += "META-INF/versions/9/OSGI-INF/MANIFEST.MF"
    }

    testOptions {
        unitTests.isIncludeAndroidResources = true
    }
}

dependencies {
    implementation("dev.holdfast:holdfast-sdk:0.1.0-SNAPSHOT")

    testImplementation("dev.holdfast:holdfast-testkit:0.1.0-SNAPSHOT")
    testImplementation("org.robolectric:robolectric:4.16.1")
    testImplementation("junit:junit:4.13.2")
    testImplementation("org.assertj:assertj-core:3.27.6")
}
