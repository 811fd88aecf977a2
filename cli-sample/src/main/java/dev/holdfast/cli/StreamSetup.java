package dev.holdfast.cli;

import dev.holdfast.StreamClient;
import dev.holdfast.StreamEvent;
import dev.holdfast.StreamRequest;
import dev.holdfast.cli.cursor.CursorFile;
import dev.holdfast.cli.options.OutputOptions;
import dev.holdfast.cli.output.Status;
import dev.holdfast.cli.output.Terminal;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a command line says of one stream.
 *
 * @param client connects; the run closes it
 * @param request what to ask for
 * @param output what to print
 * @param wanted which events to print; null for none
 * @param terminal where to
 * @param status is told what happens
 * @param cursor keeps the position for the next run, which closes it; null for none
 */
record StreamSetup(
    StreamClient client,
    StreamRequest request,
    OutputOptions output,
    @Nullable Predicate<StreamEvent> wanted,
    Terminal terminal,
    Status status,
    @Nullable CursorFile cursor) {}
