/** A chat on a Holdfast channel, as an Android app may be built. */
@org.jspecify.annotations.NullMarked
package dev.holdfast.sample;
