/** The file that carries the position of a stream from one run of the command to the next. */
@NullMarked
package dev.holdfast.cli.cursor;

import org.jspecify.annotations.NullMarked;
