/** What a stream has received: cursors, history, replay filter, handover, gaps. */
@NullMarked
package dev.holdfast.internal.session;

import org.jspecify.annotations.NullMarked;
