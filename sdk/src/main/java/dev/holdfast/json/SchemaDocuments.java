package dev.holdfast.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.holdfast.internal.OneLine;
import java.io.IOException;
import java.io.UnsupportedEncodingException;
import java.net.URLDecoder;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * All schemas that are needed, loaded before the library sees one: it would fetch what it does not
 * find, and only when an event needs it. Used once, by one thread.
 */
final class SchemaDocuments {
  private static final Set<String> REFERENCES =
      new HashSet<>(Arrays.asList("$ref", "$dynamicRef", "$recursiveRef"));

  /** What is in these is data, whatever it looks like. */
  private static final Set<String> DATA =
      new HashSet<>(Arrays.asList("const", "enum", "default", "examples"));

  private static final ObjectReader READER = StrictMapper.builder().build().reader();

  private final BinaryOperator<String> resolve;
  private final Map<String, JsonNode> documents = new LinkedHashMap<>();
  private final Map<String, JsonNode> resources = new LinkedHashMap<>();
  private final Queue<Reference> references = new ArrayDeque<>();

  private static final class Reference {
    final SchemaSource from;
    final String base;
    final String target;
    final String pointer;

    Reference(SchemaSource from, String base, String target, String pointer) {
      this.from = from;
      this.base = base;
      this.target = target;
      this.pointer = pointer;
    }
  }

  /**
   * @param resolve the library's way to resolve a reference (second) against a base (first)
   */
  SchemaDocuments(BinaryOperator<String> resolve) {
    this.resolve = resolve;
  }

  /** Loads a schema, and notes what it refers to. */
  void add(SchemaSource source) {
    if (documents.containsKey(source.address)) {
      return;
    }
    JsonNode document;
    try {
      document = READER.readTree(source.read());
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      throw new SchemaException(
          source.address,
          "",
          "no JSON: "
              + OneLine.of(String.valueOf(e.getOriginalMessage()))
              + (at == null
                  ? ""
                  : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")"),
          e);
    } catch (IOException e) {
      throw new SchemaException(source.address, "", "cannot be read: " + e, e);
    }
    documents.put(source.address, document);
    resources.put(source.address, document);
    walk(source, document, source.address, "");
  }

  /** Follows all references, and fails at one that leads to nothing that is here. */
  void follow() {
    for (Reference next = references.poll(); next != null; next = references.poll()) {
      follow(next);
    }
  }

  private void follow(Reference reference) {
    int hash = reference.target.indexOf('#');
    String path = hash < 0 ? reference.target : reference.target.substring(0, hash);
    String address = path.isEmpty() ? reference.base : resolve.apply(reference.base, path);
    if (NetworkntSchemas.isDraft(address)) {
      return;
    }
    if (!resources.containsKey(address)) {
      SchemaSource next = null;
      try {
        next = reference.from.to(address);
      } catch (IOException | IllegalArgumentException e) {
        throw failure(reference, "refers to " + address + ", which cannot be read: " + e, e);
      }
      if (next == null) {
        throw failure(
            reference, "refers to " + address + ", which is elsewhere and is not fetched", null);
      }
      add(next);
    }
    JsonNode resource = resources.get(address);
    String fragment = hash < 0 ? "" : reference.target.substring(hash + 1);
    if (fragment.startsWith("/")
        && (resource == null || resource.at(pointer(fragment)).isMissingNode())) {
      throw failure(reference, "refers to " + reference.target + ", which does not exist", null);
    }
  }

  private static JsonPointer pointer(String fragment) {
    try {
      return JsonPointer.compile(URLDecoder.decode(fragment.replace("+", "%2B"), "UTF-8"));
    } catch (UnsupportedEncodingException e) {
      throw new AssertionError(e);
    }
  }

  private static SchemaException failure(
      Reference reference, String problem, @Nullable Throwable cause) {
    return new SchemaException(reference.from.address, reference.pointer, problem, cause);
  }

  private void walk(SchemaSource source, JsonNode node, String base, String pointer) {
    if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        walk(source, node.path(i), base, pointer + "/" + i);
      }
      return;
    }
    String inner = base;
    JsonNode id = node.path("$id");
    if (id.isTextual() && !id.textValue().startsWith("#")) {
      inner = withoutHash(resolve.apply(base, id.textValue()));
      resources.put(inner, node);
    }
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      String name = field.getKey();
      String at = pointer + "/" + name.replace("~", "~0").replace("/", "~1");
      if (REFERENCES.contains(name) && field.getValue().isTextual()) {
        references.add(new Reference(source, inner, field.getValue().textValue(), at));
      } else if (!DATA.contains(name)) {
        walk(source, field.getValue(), inner, at);
      }
    }
  }

  private static String withoutHash(String address) {
    return address.endsWith("#") ? address.substring(0, address.length() - 1) : address;
  }

  /** Returns the schemas that were loaded, by address. */
  Map<String, JsonNode> documents() {
    return documents;
  }

  /** Returns the schema at an address, or with that {@code $id}; null where there is none. */
  @Nullable JsonNode resource(String address) {
    return resources.get(address);
  }
}
