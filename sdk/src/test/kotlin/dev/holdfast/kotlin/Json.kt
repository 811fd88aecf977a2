package dev.holdfast.kotlin

import com.fasterxml.jackson.core.type.TypeReference
import dev.holdfast.StreamEvent
import dev.holdfast.json.JsonEvents

inline fun <reified T : Any> JsonEvents.read(event: StreamEvent): T =
    read(event, object : TypeReference<T>() {})
