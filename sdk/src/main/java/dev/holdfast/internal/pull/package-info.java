/** Streams whose events the app asks for. */
@NullMarked
package dev.holdfast.internal.pull;

import org.jspecify.annotations.NullMarked;
