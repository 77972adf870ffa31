package dev.signalbox.e2e.model;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What the stand-in says to a prompt. The prompt's own text decides, so that a test states both sides in one place:
///
/// | the prompt contains | the answer |
/// |---|---|
/// | `TOOL:<shell command>` | a shell tool call; once its output is there, `Tool said: <output>` |
/// | `WRITE:<file>=<line>` | a call of the agent's own tool for new files; then likewise |
/// | `Write a file <file>`, `Add a section '<title>'` | the same for that file, or for `<title>.md`: what `demo` asks |
/// | `ASK:<question>` | a question to the person, where the agent has a tool for that |
/// | `SLOW:<n>` | n words, one every 200 ms |
/// | `FAIL` or `FAIL:<status>` | an HTTP error, 500 unless said otherwise |
/// | `RECALL` | `Earlier: <the prompts before this one>`, which shows that a conversation was resumed |
/// | `HANG` | nothing, until the stand-in is closed |
/// | anything else | `You said: <text>` |
///
/// The leftmost of them wins, so that a command or an echoed text can contain the others.
sealed interface Answer {
    /// Prose in pieces, `gap` before each.
    record Words(List<String> pieces, Duration gap) implements Answer {
        public Words {
            pieces = List.copyOf(pieces);
        }

        String text() {
            return String.join("", pieces);
        }
    }

    record ShellCall(String command) implements Answer {}

    record FileWrite(String path, String text) implements Answer {}

    record Question(String question) implements Answer {}

    record Failure(int status) implements Answer {}

    record Silence() implements Answer {}

    /// A quoted text is cut here: agents send whole files back, and the echo is for people and assertions.
    int QUOTE_LIMIT = 2000;

    Duration PROMPT_GAP = Duration.ofMillis(5);
    Duration SLOW_GAP = Duration.ofMillis(200);

    /// @param earlier the conversation's prompts before this one
    static Answer toPrompt(String prompt, List<String> earlier) {
        return Stream.of(Rule.values())
                .flatMap(rule -> rule.find(prompt, earlier).stream())
                .min(Comparator.comparingInt(Found::at))
                .map(Found::answer)
                .orElseGet(() -> words("You said: " + quote(prompt)));
    }

    static Answer toToolOutput(String output) {
        return words("Tool said: " + quote(output.strip()));
    }

    private static Words words(String text) {
        return new Words(List.of(text), PROMPT_GAP);
    }

    private static String quote(String text) {
        return text.length() <= QUOTE_LIMIT ? text : text.substring(0, QUOTE_LIMIT);
    }

    /// One row of the table above.
    enum Rule {
        TOOL("TOOL:(.+)") {
            @Override
            Answer answer(MatchResult match, List<String> earlier) {
                return new ShellCall(match.group(1).strip());
            }
        },
        WRITE("WRITE:([^=\\s]+)=(.+)") {
            @Override
            Answer answer(MatchResult match, List<String> earlier) {
                return new FileWrite(match.group(1), match.group(2).strip());
            }
        },
        WRITE_A_FILE("Write a file (\\S+)") {
            @Override
            Answer answer(MatchResult match, List<String> earlier) {
                return new FileWrite(match.group(1), "1. Written by the stand-in.");
            }
        },
        ADD_A_SECTION("Add a section '([^']+)'") {
            @Override
            Answer answer(MatchResult match, List<String> earlier) {
                return new FileWrite(match.group(1) + ".md", "# " + match.group(1));
            }
        },
        ASK("ASK:(.+)") {
            @Override
            Answer answer(MatchResult match, List<String> earlier) {
                return new Question(match.group(1).strip());
            }
        },
        SLOW("SLOW:(\\d{1,6})") {
            @Override
            Answer answer(MatchResult match, List<String> earlier) {
                var pieces = IntStream.range(0, Integer.parseInt(match.group(1)))
                        .mapToObj(i -> "word" + i + " ")
                        .toList();
                return new Words(pieces, SLOW_GAP);
            }
        },
        FAIL("\\bFAIL\\b(?::([45]\\d\\d))?") {
            @Override
            Answer answer(MatchResult match, List<String> earlier) {
                return new Failure(match.group(1) == null ? 500 : Integer.parseInt(match.group(1)));
            }
        },
        RECALL("\\bRECALL\\b") {
            @Override
            Answer answer(MatchResult match, List<String> earlier) {
                return words("Earlier: " + String.join(" | ", earlier));
            }
        },
        HANG("\\bHANG\\b") {
            @Override
            Answer answer(MatchResult match, List<String> earlier) {
                return new Silence();
            }
        };

        private final Pattern pattern;

        Rule(String regex) {
            this.pattern = Pattern.compile(regex);
        }

        abstract Answer answer(MatchResult match, List<String> earlier);

        Optional<Found> find(String prompt, List<String> earlier) {
            var matcher = pattern.matcher(prompt);
            return matcher.find()
                    ? Optional.of(new Found(matcher.start(), answer(matcher, earlier)))
                    : Optional.empty();
        }
    }

    record Found(int at, Answer answer) {}
}
