/** What the command shows: events on standard output, all else on standard error. */
@NullMarked
package dev.holdfast.cli.output;

import org.jspecify.annotations.NullMarked;
