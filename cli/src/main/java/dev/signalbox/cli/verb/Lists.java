package dev.signalbox.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.cli.api.Api;
import dev.signalbox.cli.api.Members;
import dev.signalbox.cli.api.Route;
import dev.signalbox.cli.console.CliException;
import dev.signalbox.cli.output.Printer;
import dev.signalbox.cli.output.Table;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Pages of things: how they are got and shown.
final class Lists {
    private static final int LARGEST_PAGE = 500;

    private Lists() {}

    /// As many as are wanted, over as many pages as that takes; `next` stands in the answer when there are more.
    static JsonNode get(Api api, String kind, int limit, List<String> labels, UnaryOperator<Route> filter) {
        if (limit < 1) {
            throw CliException.usage("--limit is at least 1", null);
        }
        ObjectNode all = Api.object();
        ArrayNode items = all.putArray("items");
        String next = null;
        do {
            Route route = filter.apply(Route.of(kind)
                    .with("limit", Math.min(LARGEST_PAGE, limit - items.size()))
                    .with("page", next));
            for (String label : labels) {
                route = route.with("label", label);
            }
            JsonNode page = api.get(route);
            page.path("items").forEach(items::add);
            next = Members.text(page, "next");
        } while (next != null && items.size() < limit);
        if (next != null) {
            all.put("next", next);
        }
        return all;
    }

    static void sessions(Invocation invocation, JsonNode page) {
        Printer printer = invocation.printer();
        Table table =
                new Table("SESSION", "PROVIDER", "STATUS", "ACTIVITY", "HOST", "TASK", "EXIT", "SINCE", "CREATED");
        printer.page(
                page,
                table,
                item -> table.row(
                        id(item),
                        Members.text(item, "provider"),
                        Members.text(item, "status"),
                        Members.text(item, "activity"),
                        Members.text(item, "hostId"),
                        Members.text(item, "taskId"),
                        Members.text(item, "exitCode"),
                        printer.times().show(Members.text(item, "statusSince")),
                        printer.times().show(Members.text(item, "createdAt"))));
        more(invocation, page);
    }

    static void tasks(Invocation invocation, JsonNode page) {
        Printer printer = invocation.printer();
        Table table = new Table("TASK", "STATUS", "PROVIDER", "ATTEMPTS", "SESSION", "CREATED", "ENDED", "TITLE");
        printer.page(
                page,
                table,
                item -> table.row(
                        id(item),
                        Members.text(item, "status"),
                        Members.text(item, "provider"),
                        Members.text(item, "attempts"),
                        Members.text(item, "sessionId"),
                        printer.times().show(Members.text(item, "createdAt")),
                        printer.times().show(Members.text(item, "endedAt")),
                        Members.text(item, "title")));
        more(invocation, page);
    }

    static void hosts(Invocation invocation, JsonNode page) {
        Printer printer = invocation.printer();
        Table table = new Table("HOST", "NAME", "STATUS", "SESSIONS", "PROVIDERS", "SINCE");
        printer.page(
                page,
                table,
                item -> table.row(
                        id(item),
                        Members.text(item, "name"),
                        Members.text(item, "status"),
                        Members.textOr(item, "sessions", "0") + "/" + Members.textOr(item, "capacity", "?"),
                        words(item.path("providers")),
                        printer.times().show(Members.text(item, "statusSince"))));
        more(invocation, page);
    }

    static void agents(Invocation invocation, JsonNode page) {
        Printer printer = invocation.printer();
        Table table = new Table("AGENT", "NAME", "KIND", "PROVIDER", "ROLE", "SESSION", "CREATED");
        printer.page(
                page,
                table,
                item -> table.row(
                        id(item),
                        Members.text(item, "name"),
                        Members.text(item, "kind"),
                        Members.text(item, "provider"),
                        Members.text(item, "role"),
                        Members.text(item, "activeSession"),
                        printer.times().show(Members.text(item, "createdAt"))));
        more(invocation, page);
    }

    static String words(JsonNode array) {
        StringBuilder words = new StringBuilder();
        array.forEach(word -> words.append(words.isEmpty() ? "" : ",").append(word.asText()));
        return words.toString();
    }

    private static @Nullable String id(JsonNode item) {
        return Members.text(item, "id");
    }

    private static void more(Invocation invocation, JsonNode page) {
        if (page.has("next")) {
            invocation
                    .notices()
                    .hint("There are more: --limit " + 2 * page.path("items").size());
        }
    }
}
