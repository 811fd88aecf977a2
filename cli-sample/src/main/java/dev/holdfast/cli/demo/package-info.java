/** The demo: a server that breaks its stream by a script, and a client that loses nothing. */
@NullMarked
package dev.holdfast.cli.demo;

import org.jspecify.annotations.NullMarked;
