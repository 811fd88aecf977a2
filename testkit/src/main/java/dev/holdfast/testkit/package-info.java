/** A scriptable stream server with faults, for tests of streaming clients. */
@NullMarked
package dev.holdfast.testkit;

import org.jspecify.annotations.NullMarked;
