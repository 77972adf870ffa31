package dev.signalbox.settings;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Fills a record of settings: flag before variable before file before default. Pure; every problem is reported, not
/// only the first.
public final class SettingsLoader {
    private static final String DATA_HOME = "XDG_DATA_HOME";

    private SettingsLoader() {}

    public static <R extends Record> Loaded<R> load(Class<R> type, Sources sources) {
        var declared = SettingsRecord.of(type);
        var problems = new ArrayList<>(unknown(declared.keys(), sources));
        var values = new HashMap<String, Object>();
        var entries = new ArrayList<Loaded.Entry>();
        for (SettingKey key : declared.keys()) {
            Given given = given(key, sources);
            if (given == null) {
                if (!key.optional()) {
                    problems.add("%s is required: give %s, %s or a line in the file"
                            .formatted(key.key(), key.flag(), key.variable()));
                }
                entries.add(new Loaded.Entry(key.key(), "", "not set"));
                continue;
            }
            try {
                Object value = SettingValue.parse(key.type(), given.text());
                values.put(key.key(), value);
                entries.add(new Loaded.Entry(key.key(), SettingValue.format(value), given.origin()));
            } catch (IllegalArgumentException e) {
                problems.add("%s: the value%s (%s) %s"
                        .formatted(
                                key.key(),
                                key.isSecret() ? "" : " '" + given.text() + "'",
                                given.origin(),
                                e.getMessage()));
            }
        }
        if (!problems.isEmpty()) {
            return new Loaded.Refused<>(problems);
        }
        try {
            return new Loaded.Ok<>(declared.create(values), entries);
        } catch (IllegalArgumentException e) {
            return new Loaded.Refused<>(List.of(String.valueOf(e.getMessage())));
        }
    }

    private record Given(String text, String origin) {}

    private static @Nullable Given given(SettingKey key, Sources sources) {
        String flag = sources.flags().get(key.key());
        if (flag != null) {
            return new Given(flag, "flag " + key.flag());
        }
        String variable = sources.environment().get(key.variable());
        // What compose files hand on for a variable that is not set is an empty text.
        if (variable != null && !variable.isEmpty()) {
            String name = sources.origins().getOrDefault(key.variable(), key.variable());
            return new Given(variable, "variable " + name);
        }
        String also = key.also() == null ? null : sources.environment().get(key.also());
        if (also != null && !also.isEmpty()) {
            return new Given(also, "variable " + key.also());
        }
        String line = sources.file().get(key.key());
        if (line != null) {
            return new Given(line, "file");
        }
        String byDefault = key.byDefault();
        return byDefault == null ? null : new Given(inDataHome(byDefault, sources.environment()), "default");
    }

    private static String inDataHome(String byDefault, Map<String, String> environment) {
        String given = environment.getOrDefault(DATA_HOME, "");
        // By its specification a relative one does not count.
        return byDefault.replace("$" + DATA_HOME, given.startsWith("/") ? given : "~/.local/share");
    }

    private static List<String> unknown(List<SettingKey> declared, Sources sources) {
        Set<String> known = declared.stream().map(SettingKey::key).collect(Collectors.toSet());
        var problems = new ArrayList<String>();
        unknown(sources.flags(), known).forEach(key -> problems.add(unknownText("flag --" + key, key, known)));
        sources.environment().keySet().stream()
                .filter(name -> name.startsWith(SettingKey.PREFIX))
                .sorted()
                .filter(name -> !known.contains(SettingKey.ofVariable(name)))
                .filter(name -> !sources.foreign().contains(SettingKey.ofVariable(name)))
                .forEach(name -> problems.add(unknownText("variable " + name, SettingKey.ofVariable(name), known)));
        unknown(sources.file(), known).forEach(key -> problems.add(unknownText("key " + key, key, known)));
        return problems;
    }

    private static List<String> unknown(Map<String, String> given, Collection<String> known) {
        return given.keySet().stream()
                .filter(key -> !known.contains(key))
                .sorted()
                .toList();
    }

    private static String unknownText(String what, String key, Set<String> known) {
        return NearestName.of(key, known)
                .map(nearest -> "unknown %s: did you mean %s?".formatted(what, nearest))
                .orElseGet(() -> "unknown %s: --print-config shows all there are".formatted(what));
    }
}
