/** What the command adds to the HTTP client: tokens, trust and proxies. */
@NullMarked
package dev.holdfast.cli.connect;

import org.jspecify.annotations.NullMarked;
