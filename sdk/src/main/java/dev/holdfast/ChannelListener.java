package dev.holdfast;

/**
 * Hears what a channel brings. What {@link StreamListener} says of threads, order and failures
 * holds for it.
 */
@FunctionalInterface
public interface ChannelListener extends StreamListener {}
