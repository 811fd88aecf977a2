/** One stream, and the several subscriptions that listen to it. */
@NullMarked
package dev.holdfast.internal.share;

import org.jspecify.annotations.NullMarked;
