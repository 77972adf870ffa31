package dev.signalbox.style;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What the documents name in back-ticks exists: types by their simple name, files by their path.
class DocsTest {
    private static final Pattern CODE_BLOCK = Pattern.compile("(?s)```.*?```");
    private static final Pattern BACK_TICKED = Pattern.compile("`([^`\\n]+)`");
    private static final Pattern TYPE = Pattern.compile("(?:[A-Z][a-z0-9]+)+(?:\\.[A-Z][A-Za-z0-9]*)*");
    private static final Pattern PATH = Pattern.compile("[A-Za-z0-9._-]+(?:/[A-Za-z0-9._-]+)*/?");
    private static final Pattern LINK = Pattern.compile("]\\(([^)#\\s]+)(?:#[^)\\s]*)?\\)");
    private static final Set<String> FILE_ENDINGS = Set.of(".md", ".java", ".yaml", ".yml", ".xml", ".txt", ".json");
    /// Of the JDK and of libraries: ours are checked, theirs are spelled from memory.
    private static final Set<String> FOREIGN =
            Set.of("ProcessBuilder", "HttpClient", "WebSocket", "AutoCloseable", "Authorization");
    private static final Pattern DECLARED = Pattern.compile("\\b(?:record|class|interface|enum) ([A-Z]\\w*)");

    @Test
    void types_that_are_named_exist() {
        Set<String> types = Repository.javaFiles().stream()
                .flatMap(file -> DECLARED.matcher(Repository.text(file)).results())
                .map(declared -> declared.group(1))
                .collect(Collectors.toSet());

        assertThat(backTicked().filter(name -> TYPE.matcher(name).matches()))
                .allSatisfy(name -> assertThat(name.split("\\.")[0]).isIn(union(types, FOREIGN)));
    }

    @Test
    void paths_that_are_named_exist() {
        Set<String> top = Repository.files().stream()
                .map(file -> Repository.name(file).split("/")[0])
                .collect(Collectors.toSet());

        assertThat(backTicked()
                        .filter(name -> PATH.matcher(name).matches())
                        .filter(name -> top.contains(name.split("/")[0]) && name.contains("/")
                                || FILE_ENDINGS.stream().anyMatch(name::endsWith)))
                .allSatisfy(name -> assertThat(Repository.ROOT.resolve(name)).exists());
    }

    @Test
    void links_to_files_lead_somewhere() {
        assertThat(Repository.files().stream().filter(file -> file.toString().endsWith(".md")))
                .allSatisfy(file -> assertThat(LINK.matcher(Repository.text(file))
                                .results()
                                .map(link -> link.group(1))
                                .filter(target -> !target.contains(":")))
                        .allSatisfy(target ->
                                assertThat(file.resolveSibling(target)).exists()));
    }

    private static Stream<String> backTicked() {
        return documents().stream()
                .map(Repository::text)
                .map(text -> CODE_BLOCK.matcher(text).replaceAll(""))
                .flatMap(text -> BACK_TICKED.matcher(text).results())
                .map(match -> match.group(1));
    }

    private static List<Path> documents() {
        return Repository.files().stream()
                .filter(file -> file.toString().endsWith(".md"))
                .filter(file -> !Repository.name(file).equals("CHANGELOG.md"))
                .toList();
    }

    private static Set<String> union(Set<String> ours, Set<String> theirs) {
        return Stream.concat(ours.stream(), theirs.stream()).collect(Collectors.toSet());
    }
}
