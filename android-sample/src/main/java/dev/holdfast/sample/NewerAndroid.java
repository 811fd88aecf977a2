package dev.holdfast.sample;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Calls what API 26 does not have, having looked at the version first. The build lets nothing else
 * do that.
 */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
@interface NewerAndroid {}
