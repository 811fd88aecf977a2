/**
 * How families of servers word long polling: the dialects that there are, and the way to add one.
 */
@NullMarked
package dev.holdfast.dialect;

import org.jspecify.annotations.NullMarked;
