package dev.signalbox.settings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A file of settings: `key = value` lines; blank lines and lines that start with `#` are passed over. A value is the
/// rest of its line without the spaces around it; nothing is escaped or continued.
///
/// @param problems lines that are none of these, and keys given twice
public record SettingsFile(Map<String, String> values, List<String> problems) {
    public SettingsFile {
        values = Map.copyOf(values);
        problems = List.copyOf(problems);
    }

    public static SettingsFile parse(String text) {
        var values = new LinkedHashMap<String, String>();
        var problems = new ArrayList<String>();
        int number = 0;
        for (String line : text.lines().map(String::strip).toList()) {
            number++;
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            int equals = line.indexOf('=');
            String key = equals < 0 ? "" : line.substring(0, equals).strip();
            if (key.isEmpty()) {
                problems.add("line %d is not key = value".formatted(number));
            } else if (values.putIfAbsent(key, line.substring(equals + 1).strip()) != null) {
                problems.add("line %d gives %s a second time".formatted(number, key));
            }
        }
        return new SettingsFile(values, problems);
    }
}
