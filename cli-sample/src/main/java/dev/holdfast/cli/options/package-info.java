/** The command line: what can be asked for, and what is wrong with what was. */
@NullMarked
package dev.holdfast.cli.options;

import org.jspecify.annotations.NullMarked;
