/** What is to be sent: arguments, or standard input. */
@NullMarked
package dev.holdfast.cli.input;

import org.jspecify.annotations.NullMarked;
