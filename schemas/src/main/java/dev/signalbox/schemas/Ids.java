package dev.signalbox.schemas;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.regex.Pattern;

/// Mints and recognises identifiers: a prefix that names the kind and 16 characters of lower-case base32 (80 random
/// bits).
/// An id never carries a user's text, so it is safe in file, tmux, topic and branch names.
public enum Ids {
    COMMAND("c"),
    HOST("h"),
    AGENT("a"),
    SESSION("s"),
    TASK("t"),
    INPUT("i"),
    REPOSITORY("r"),
    TOKEN("k");

    private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";
    private static final int LENGTH = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final String prefix;
    private final Pattern pattern;

    Ids(String prefix) {
        this.prefix = prefix;
        this.pattern = Pattern.compile(prefix + "-[a-z2-9]{" + LENGTH + "}");
    }

    /// A new id of this kind; never call it in decide or evolve.
    public String mint() {
        StringBuilder id = new StringBuilder(prefix).append('-');
        for (int i = 0; i < LENGTH; i++) {
            id.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        return id.toString();
    }

    /// An id that follows from a text: the same text, the same id. For ids that a decision needs.
    public String derive(String from) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest((prefix + "/" + from).getBytes(StandardCharsets.UTF_8));
            StringBuilder id = new StringBuilder(prefix).append('-');
            for (int i = 0; i < LENGTH; i++) {
                id.append(ALPHABET.charAt((hash[i] & 0xff) % ALPHABET.length()));
            }
            return id.toString();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /// The id of the repository at a path of a host.
    public static String repository(String hostId, String path) {
        return REPOSITORY.derive(hostId + "/" + path);
    }

    /// Whether the text has the shape of an id of this kind.
    public boolean matches(String text) {
        return pattern.matcher(text).matches();
    }
}
