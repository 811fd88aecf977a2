/** Not API: this package and those below it change without notice. */
@NullMarked
package dev.holdfast.internal;

import org.jspecify.annotations.NullMarked;
