plugins {
    id("com.android.application") version "8.13.0"
}

android {
    namespace = "dev.holdfast.sample"
    compileSdk = 35

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
