package dev.signalbox.style;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The formatter breaks a comment line that is too long and leaves the rest of it on a line of its own.
class CommentsTest {
    private static final Pattern COMMENT = Pattern.compile("(\\s*///? )(\\S.*)");
    private static final Pattern GOES_ON = Pattern.compile("[a-z`(].*");

    /// A line that people broke ends near the edge.
    private static final int SHORT = 50;

    @Test
    void no_comment_is_broken_in_the_middle_of_a_line() {
        assertThat(Repository.javaFiles().stream()
                        .flatMap(file -> broken(Repository.text(file).lines().toList()).stream()
                                .map(line -> Repository.name(file) + ": " + line.strip())))
                .isEmpty();
    }

    @Test
    void a_rest_that_stands_alone_is_found() {
        assertThat(broken(List.of("/// It waits for", "/// the", "/// other one.", "///", "/// Then it ends.")))
                .containsExactly("/// the");
    }

    /// The lines between two others of their comment that are so short that the next one could stand on them.
    private static List<String> broken(List<String> lines) {
        var found = new ArrayList<String>();
        for (int i = 1; i + 1 < lines.size(); i++) {
            Matcher before = COMMENT.matcher(lines.get(i - 1));
            Matcher rest = COMMENT.matcher(lines.get(i));
            Matcher next = COMMENT.matcher(lines.get(i + 1));
            if (before.matches()
                    && rest.matches()
                    && next.matches()
                    && rest.group(1).equals(before.group(1))
                    && rest.group(1).equals(next.group(1))
                    && rest.group(2).length() < SHORT
                    && rest.group(2).matches("[a-z][^:]*[^.:;?!|`]")
                    && GOES_ON.matcher(next.group(2)).matches()) {
                found.add(lines.get(i));
            }
        }
        return found;
    }
}
