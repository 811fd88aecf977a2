/** The life of a stream: its supervisor, and the rules that it follows. */
@NullMarked
package dev.holdfast.internal.connection;

import org.jspecify.annotations.NullMarked;
