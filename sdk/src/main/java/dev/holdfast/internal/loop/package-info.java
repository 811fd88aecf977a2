/**
 * Where and when code runs: the serial context, clocks, timers, randomness. All of it is injected.
 */
@NullMarked
package dev.holdfast.internal.loop;

import org.jspecify.annotations.NullMarked;
