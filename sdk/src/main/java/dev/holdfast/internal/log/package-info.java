/** What Holdfast logs, and how much of it. */
@NullMarked
package dev.holdfast.internal.log;

import org.jspecify.annotations.NullMarked;
