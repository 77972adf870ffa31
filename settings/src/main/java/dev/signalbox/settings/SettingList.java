package dev.signalbox.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The text of a list: its elements with commas between them, each without the spaces around it; empty ones do not
/// count. A comma inside an element is written `\,`, and a backslash `\\` where it stands before a comma or another
/// one.
public final class SettingList {
    private SettingList() {}

    static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length() && (text.charAt(i + 1) == ',' || text.charAt(i + 1) == '\\')) {
                i++;
                part.append(text.charAt(i));
            } else if (c == ',') {
                parts.add(part.toString());
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        parts.add(part.toString());
        return parts.stream().map(String::strip).filter(one -> !one.isEmpty()).toList();
    }

    /// The text that [SettingsLoader] reads back as these elements.
    public static String join(List<String> elements) {
        return elements.stream()
                .map(element -> element.replace("\\", "\\\\").replace(",", "\\,"))
                .collect(Collectors.joining(","));
    }
}
