package dev.signalbox.settings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// A command line of flags: `--key value`, `--key=value`, and for a boolean `--key` or `--no-key`.
///
/// @param flags by key; what `--print-config`, `--help` and `--version` are is left to the caller, as value `true`
/// @param problems what is no flag, or a flag without its value
record Arguments(Map<String, String> flags, List<String> problems) {
    static final String PRINT_CONFIG = "print-config";
    static final String HELP = "help";
    static final String VERSION = "version";
    private static final Set<String> COMMON = Set.of(PRINT_CONFIG, HELP, VERSION);
    static final String CONFIG = "config";

    Arguments {
        flags = Map.copyOf(flags);
        problems = List.copyOf(problems);
    }

    static Arguments parse(List<String> arguments, List<SettingKey> declared) {
        Set<String> switches = declared.stream()
                .filter(SettingKey::isSwitch)
                .map(SettingKey::key)
                .collect(Collectors.toSet());
        var flags = new LinkedHashMap<String, String>();
        var problems = new ArrayList<String>();
        var rest = arguments.iterator();
        while (rest.hasNext()) {
            String argument = rest.next();
            if (!argument.startsWith("--") || argument.length() == 2) {
                problems.add("'%s' is no flag: flags are --key value or --key=value".formatted(argument));
                continue;
            }
            String name = argument.substring(2);
            int equals = name.indexOf('=');
            if (equals > 0) {
                flags.put(name.substring(0, equals), name.substring(equals + 1));
            } else if (switches.contains(name) || COMMON.contains(name)) {
                flags.put(name, "true");
            } else if (name.startsWith("no-") && switches.contains(name.substring(3))) {
                flags.put(name.substring(3), "false");
            } else if (rest.hasNext()) {
                flags.put(name, rest.next());
            } else {
                problems.add("--%s needs a value".formatted(name));
            }
        }
        return new Arguments(flags, problems);
    }
}
