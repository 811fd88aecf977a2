/** Ordered delivery to the app, one callback at a time. */
@NullMarked
package dev.holdfast.internal.delivery;

import org.jspecify.annotations.NullMarked;
