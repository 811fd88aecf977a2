/** Codecs between bytes and events: no sockets, no threads, no clocks. */
@NullMarked
package dev.holdfast.internal.wire;

import org.jspecify.annotations.NullMarked;
