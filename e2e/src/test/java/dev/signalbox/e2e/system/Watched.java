package dev.signalbox.e2e.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.dev.client.ApiClient;
import dev.signalbox.dev.client.ServerEvent;
import dev.signalbox.dev.client.ServerEvents;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.output.Item;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// A session's structured items, as a client of its stream of events gets them.
public final class Watched implements AutoCloseable {
    private final ServerEvents events;
    private final List<JsonNode> items = new CopyOnWriteArrayList<>();
    private volatile Optional<JsonNode> end = Optional.empty();
    private volatile String fault = "";

    private Watched(ServerEvents events) {
        this.events = events;
    }

    static Watched of(ApiClient client, String sessionId) {
        var watched = new Watched(client.open("/v1/sessions/" + sessionId + "/output?items=only", ""));
        Thread.ofVirtual().name("watch-" + sessionId).start(watched::read);
        return watched;
    }

    private void read() {
        try {
            for (Optional<ServerEvent> next = events.next(); next.isPresent(); next = events.next()) {
                ServerEvent event = next.get();
                switch (event.type()) {
                    case "item" -> items.add(event.data().path("item"));
                    case "end" -> end = Optional.of(event.data());
                    case "gap" -> fault = "a gap: " + event.data();
                    default -> {}
                }
            }
        } catch (IOException e) {
            fault = e.toString();
        }
    }

    /// The names of the kinds of items, in the order of the first of each.
    public List<String> types() {
        return items.stream().map(item -> item.path("type").asText()).distinct().toList();
    }

    public <T extends Item> List<T> items(Class<T> type) {
        return items.stream()
                .map(Watched::item)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    /// The n-th item of a type, from 1, once it is there.
    public <T extends Item> T item(Class<T> type, int number) {
        Eventually.holds(() -> assertThat(items(type))
                .as("%s among %s %s", type.getSimpleName(), items, fault)
                .hasSizeGreaterThanOrEqualTo(number));
        return items(type).get(number - 1);
    }

    /// The event with which the stream ended.
    public JsonNode end() {
        Eventually.holds(() -> assertThat(end).as("the end; %s", fault).isPresent());
        assertThat(fault).isEmpty();
        return end.orElseThrow();
    }

    private static Item item(JsonNode json) {
        try {
            return Json.mapper().treeToValue(json, Item.class);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not an item: " + json, e);
        }
    }

    @Override
    public void close() {
        try {
            events.close();
        } catch (IOException _) {
            // It was broken off, or had ended.
        }
    }
}
