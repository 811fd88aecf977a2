/** Holdfast's public API: open a stream once, and keep receiving its events. */
@NullMarked
package dev.holdfast;

import org.jspecify.annotations.NullMarked;
