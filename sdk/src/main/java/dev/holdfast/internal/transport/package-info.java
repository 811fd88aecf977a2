/** Transports, each a blocking reader on a thread of ours behind one small interface. */
@NullMarked
package dev.holdfast.internal.transport;

import org.jspecify.annotations.NullMarked;
