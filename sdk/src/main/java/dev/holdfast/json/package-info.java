/**
 * Events as objects: JSON payloads read by Jackson, strictly by default, and checked against JSON
 * Schemas where the app has them. {@link dev.holdfast.json.JsonEvents} is where it begins.
 */
@NullMarked
package dev.holdfast.json;

import org.jspecify.annotations.NullMarked;
