package dev.holdfast.json;

import static dev.holdfast.json.Events.event;
import static dev.holdfast.json.Events.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.EventDecodingException;
import dev.holdfast.PayloadPolicy;
import dev.holdfast.StreamEvent;
import dev.holdfast.StreamListener;
import dev.holdfast.json.Events.Quote;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who hears of which event, and as what. */
class JsonListenerTest {
  private static final String QUOTE = "{\"bid\":1,\"ask\":2}";

  private final JsonEvents json = JsonEvents.strict();
  private final List<String> heard = new ArrayList<>();

  private <T> TypedListener<T> says(String name) {
    return (value, event) -> heard.add(name + " " + value + " " + event.type());
  }

  @Test
  void oneListenerHearsOfAllTypes() throws Exception {
    JsonListener listener = json.listener(Quote.class, says("quote"));
    listener.onEvent(event("a", QUOTE));
    listener.onEvent(event("b", QUOTE));
    assertThat(heard)
        .containsExactly("quote Quote[bid=1.0, ask=2.0] a", "quote Quote[bid=1.0, ask=2.0] b");
  }

  @Test
  void eachTypeHasItsClassAndTheRestIsHandedOnAsItCame() throws Exception {
    StreamListener rest = event -> heard.add("rest " + event.data());
    JsonListener listener =
        json.on("quote", Quote.class, says("quote"))
            .on("list", new TypeReference<List<Integer>>() {}, says("list"))
            .on("any", JsonNode.class, says("any"));
    listener.onEvent(event("quote", QUOTE));
    listener.onEvent(event("list", "[1,2]"));
    listener.onEvent(event("any", "{\"a\":1}"));
    listener.onEvent(event("news", "ignored, and no JSON"));
    listener.rest(rest).onEvent(event("news", "no JSON"));
    assertThat(heard)
        .containsExactly(
            "quote Quote[bid=1.0, ask=2.0] quote",
            "list [1, 2] list",
            "any {\"a\":1} any",
            "rest no JSON");
  }

  @Test
  void oneForATypeComesBeforeTheOneForAll() throws Exception {
    JsonListener listener =
        json.listener(JsonNode.class, says("all")).on("quote", Quote.class, says("quote"));
    listener.onEvent(event("quote", QUOTE));
    listener.onEvent(event("other", "1"));
    assertThat(heard).containsExactly("quote Quote[bid=1.0, ask=2.0] quote", "all 1 other");
  }

  @Test
  void twoForATypeAreRefused() {
    assertThatThrownBy(() -> json.on("a", Quote.class, says("")).on("a", JsonNode.class, says("")))
        .hasMessage("two listeners for events of type \"a\"");
  }

  @Test
  void aPayloadThatCannotBeUsedThrowsWithThePolicyAndIsCounted() throws Exception {
    for (PayloadPolicy policy : PayloadPolicy.values()) {
      JsonListener listener =
          JsonEvents.builder().onFailure(policy).build().listener(Quote.class, says("quote"));
      EventDecodingException failure = failure(() -> listener.onEvent(event("s3cret")));
      assertThat(failure.policy()).isEqualTo(policy);
      assertThat(failure.eventId()).isEqualTo("42");
      listener.onEvent(event(QUOTE));
      assertThat(listener.failures()).isEqualTo(1);
    }
  }

  @Test
  void whatTheHandlerThrowsIsPassedOnUntouched() {
    IllegalStateException bug = new IllegalStateException("bug");
    EventDecodingException other = failure(() -> event("x").as(Quote.class));
    for (RuntimeException thrown : List.of(bug, other)) {
      JsonListener listener =
          json.listener(
              Quote.class,
              (quote, event) -> {
                throw thrown;
              });
      assertThatThrownBy(() -> listener.onEvent(event(QUOTE))).isSameAs(thrown);
      assertThat(listener.failures()).isZero();
    }
  }

  /** A callback that is added to StreamListener one day must not end here. */
  @Test
  void everyOtherCallbackIsHandedOn() throws Exception {
    List<String> told = new ArrayList<>();
    StreamListener rest =
        (StreamListener)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {StreamListener.class},
                (proxy, method, arguments) -> {
                  told.add(method.getName());
                  return null;
                });
    JsonListener listener = json.listener(Quote.class, says("quote")).rest(rest);
    List<String> expected = new ArrayList<>();
    for (Method callback : StreamListener.class.getMethods()) {
      if (callback.isDefault()) {
        expected.add(callback.getName());
        callback.invoke(listener, new Object[callback.getParameterCount()]);
      }
    }
    assertThat(expected).hasSizeGreaterThanOrEqualTo(7).contains("onGap", "onClosed");
    assertThat(told).isEqualTo(expected);
  }

  @Test
  void aLambdaWillDo() throws Exception {
    List<StreamEvent> events = new ArrayList<>();
    json.listener(Quote.class, (quote, event) -> events.add(event)).onEvent(event(QUOTE));
    assertThat(events).hasSize(1);
  }

  @Test
  void whatNobodyAskedForIsAcknowledged() throws Exception {
    JsonListener listener = json.on("quote", Quote.class, says("quote"));
    listener.onEvent(event("news", "").withAcknowledgement(() -> heard.add("acknowledged")));
    assertThat(heard).containsExactly("acknowledged");
  }
}
