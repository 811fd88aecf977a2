package dev.holdfast.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.AbsoluteIri;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.resource.InputStreamSource;
import dev.holdfast.EventDecodingException.Violation;
import dev.holdfast.internal.OneLine;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The one class that knows the schema library. */
final class NetworkntSchemas {
  private static final String DRAFTS = "classpath:draft";

  private final SchemaDocuments documents = new SchemaDocuments(AbsoluteIri::resolve);
  private final JsonSchemaFactory factory =
      JsonSchemaFactory.getInstance(
          VersionFlag.V202012,
          builder -> builder.schemaLoaders(loaders -> loaders.add(this::load)));
  private final SchemaValidatorsConfig config =
      SchemaValidatorsConfig.builder()
          .pathType(PathType.JSON_POINTER)
          .formatAssertionsEnabled(true)
          .typeLoose(false)
          .build();

  private NetworkntSchemas() {}

  /** Returns the schemas, by the same keys. */
  static Map<String, EventSchema> compile(Map<String, SchemaSource> sources) {
    NetworkntSchemas library = new NetworkntSchemas();
    sources.values().forEach(library.documents::add);
    library.documents.follow();
    library.documents.documents().forEach(library::checkRules);
    Map<String, EventSchema> schemas = new HashMap<>();
    sources.forEach((type, source) -> schemas.put(type, library.compile(source.address)));
    return Collections.unmodifiableMap(schemas);
  }

  /** Whether an address is that of a draft's own schema, which the library has with it. */
  static boolean isDraft(String address) {
    for (VersionFlag draft : VersionFlag.values()) {
      String id = draft.getId();
      if (address.equals(id) || (address + "#").equals(id)) {
        return true;
      }
    }
    return false;
  }

  /** All that the library may load; where this returns null it goes on to the network. */
  private InputStreamSource load(@Nullable AbsoluteIri iri) {
    String address = String.valueOf(iri);
    if (address.startsWith(DRAFTS)) {
      String resource = "/" + address.substring(DRAFTS.indexOf(':') + 1);
      return () -> JsonSchemaFactory.class.getResourceAsStream(resource);
    }
    JsonNode schema = documents.resource(address);
    if (schema == null) {
      throw new SchemaException(address, "", "is elsewhere and is not fetched", null);
    }
    return () -> new ByteArrayInputStream(schema.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Fails if a schema is against the rules of its draft. */
  private void checkRules(String address, JsonNode schema) {
    JsonNode named = schema.path("$schema");
    String draft = named.isMissingNode() ? VersionFlag.V202012.getId() : named.asText();
    if (!isDraft(draft)) {
      throw new SchemaException(
          address, "/$schema", "no draft that is known here: " + OneLine.of(draft), null);
    }
    JsonSchema rules = factory.getSchema(SchemaLocation.of(draft), config);
    for (ValidationMessage broken : rules.validate(schema)) {
      throw new SchemaException(
          address,
          broken.getInstanceLocation().toString(),
          "invalid by \"" + broken.getType() + "\" of " + draft,
          null);
    }
  }

  private EventSchema compile(String address) {
    JsonSchema schema;
    try {
      schema = factory.getSchema(SchemaLocation.of(address), config);
      schema.initializeValidators();
    } catch (RuntimeException | StackOverflowError e) {
      throw new SchemaException(address, "", "cannot be used: " + OneLine.of(e), e);
    }
    return (payload, all) ->
        violations(schema.validate(payload, context -> context.setFailFast(!all)));
  }

  private static List<Violation> violations(Set<ValidationMessage> broken) {
    List<Violation> violations = new ArrayList<>();
    for (ValidationMessage rule : broken) {
      violations.add(
          new Violation(
              rule.getInstanceLocation().toString(),
              rule.getType(),
              String.valueOf(rule.getSchemaLocation())));
    }
    return violations;
  }
}
