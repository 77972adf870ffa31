package dev.signalbox.host.environment;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Which variables a session may have. All names here are compared as they are written, since programs do.
final class EnvironmentNames {
    static final Pattern FORM = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");

    /// What a session gets of the host agent's own environment, whoever asks.
    private static final Set<String> INHERITED =
            Set.of("PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "TERM", "TZ", "TMPDIR");

    private static final Pattern LOCALE = Pattern.compile("LC_[A-Z]{1,32}");

    /// Variables by which a dynamic linker, a shell or a runtime loads code before the program's own.
    private static final Set<String> LOADERS = Set.of(
            "BASH_ENV",
            "BASHOPTS",
            "SHELLOPTS",
            "PS4",
            "PROMPT_COMMAND",
            "ENV",
            "IFS",
            "CDPATH",
            "NODE_OPTIONS",
            "NODE_PATH",
            "JAVA_TOOL_OPTIONS",
            "_JAVA_OPTIONS",
            "JDK_JAVA_OPTIONS",
            "CLASSPATH",
            "PYTHONSTARTUP",
            "PYTHONPATH",
            "PYTHONHOME",
            "PYTHONINSPECT",
            "PYTHONUSERBASE",
            "PERL5OPT",
            "PERL5LIB",
            "PERLLIB",
            "PERL5DB",
            "RUBYOPT",
            "RUBYLIB",
            "LUA_INIT",
            "LUA_PATH",
            "LUA_CPATH",
            "DOTNET_STARTUP_HOOKS",
            "GCONV_PATH",
            "LOCPATH",
            "LESSOPEN",
            "SSH_ASKPASS",
            "SUDO_ASKPASS");

    private static final List<String> LOADER_PREFIXES = List.of("LD_", "DYLD_", "GIT_", "BASH_FUNC_");

    /// What the host sets itself.
    private static final Set<String> HOSTS_OWN =
            Set.of("PATH", "HOME", "USER", "LOGNAME", "SHELL", "TMPDIR", "PWD", "OLDPWD");

    private static final String OURS = "SIGNALBOX_";

    private static final Pattern SECRET = Pattern.compile(
            "(?i)(^|.*_)(TOKEN|TOKENS|SECRET|SECRETS|PASSWORD|PASSWD|PASSPHRASE|PWD|CREDENTIAL|CREDENTIALS|COOKIE"
                    + "|APIKEY|PAT|(API|ACCESS|AUTH|PRIVATE|SIGNING|ENCRYPTION|SECRET)_?KEY)(_.*|$)");

    private EnvironmentNames() {}

    static boolean isInherited(String name) {
        return INHERITED.contains(name) || LOCALE.matcher(name).matches();
    }

    static boolean loadsCode(String name) {
        return LOADERS.contains(name) || LOADER_PREFIXES.stream().anyMatch(name::startsWith);
    }

    static boolean isHostsOwn(String name) {
        return HOSTS_OWN.contains(name) || name.startsWith(OURS);
    }

    static boolean looksSecret(String name) {
        return SECRET.matcher(name).matches();
    }
}
