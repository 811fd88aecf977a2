/** Keeping the position of a stream: when it is loaded and saved, and the file that it is in. */
@NullMarked
package dev.holdfast.internal.store;

import org.jspecify.annotations.NullMarked;
