package dev.signalbox.host.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.signalbox.schemas.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaseDirectoriesTest {
    @TempDir
    Path root;

    private Path base;
    private BaseDirectories bases;

    @BeforeEach
    void begin() throws IOException {
        root = root.toRealPath();
        base = Files.createDirectories(root.resolve("base/project/src"))
                .getParent()
                .getParent();
        Files.createDirectories(root.resolve("base-evil"));
        Files.createDirectories(root.resolve("outside"));
        bases = BaseDirectories.of(List.of(base));
    }

    @Test
    void the_base_and_what_is_in_it_are_inside() {
        assertThat(inside(base.toString())).isEqualTo(base);
        assertThat(inside(base + "/project//src/")).isEqualTo(base.resolve("project/src"));
        assertThat(inside(base + "/./project")).isEqualTo(base.resolve("project"));
    }

    @Test
    void a_twin_whose_name_begins_like_the_base_is_outside() {
        assertThat(refused(root + "/base-evil")).contains("not inside");
    }

    @Test
    void dots_a_relative_path_and_nul_are_refused() {
        assertThat(refused(base + "/../outside")).contains("'..'");
        assertThat(refused(base + "/project/../project")).contains("'..'");
        assertThat(refused("project")).contains("absolute");
        assertThat(refused("")).contains("absolute");
        assertThat(refused(base + "/a\0b")).contains("not a path");
    }

    @Test
    void a_link_that_leads_out_is_refused_and_one_that_stays_is_followed() throws IOException {
        Files.createSymbolicLink(base.resolve("out"), root.resolve("outside"));
        Files.createSymbolicLink(base.resolve("in"), base.resolve("project"));
        Files.createDirectories(root.resolve("outside/deep"));

        assertThat(refused(base + "/out")).contains("not inside");
        assertThat(refused(base + "/out/deep")).contains("not inside");
        assertThat(inside(base + "/in/src")).isEqualTo(base.resolve("project/src"));
    }

    @Test
    void whether_something_exists_outside_cannot_be_learnt() throws IOException {
        Files.createSymbolicLink(base.resolve("out"), root.resolve("outside"));
        Files.createSymbolicLink(base.resolve("nowhere"), root.resolve("no-such-thing"));

        assertThat(refused(root + "/outside")).contains("not inside");
        assertThat(refused(root + "/no-such-thing")).contains("not inside");
        assertThat(refused(base + "/out/no-such-thing")).contains("not inside");
        assertThat(refused(base + "/nowhere")).contains("not inside");
        assertThat(refused(base + "/nowhere/deeper")).contains("not inside");
    }

    @Test
    void what_is_missing_or_no_directory_inside_is_told() throws IOException {
        Files.writeString(base.resolve("file"), "");

        assertThat(refused(base + "/missing")).contains("does not exist");
        assertThat(refused(base + "/file")).contains("not a directory");
        assertThat(refused(base + "/file/deeper")).contains("does not exist");
    }

    @Test
    void a_base_may_be_named_by_a_link() throws IOException {
        Path link = Files.createSymbolicLink(root.resolve("link"), base);
        BaseDirectories linked = BaseDirectories.of(List.of(link));

        assertThat(linked.resolve("cwd", link + "/project"))
                .isEqualTo(new BaseDirectories.Resolved.Inside(base.resolve("project")));
        assertThat(linked.resolve("cwd", base + "/project"))
                .isEqualTo(new BaseDirectories.Resolved.Inside(base.resolve("project")));
    }

    @Test
    void a_base_that_is_none_is_refused_at_the_start() {
        assertThatIOException().isThrownBy(() -> BaseDirectories.of(List.of()));
        assertThatIOException().isThrownBy(() -> BaseDirectories.of(List.of(root.resolve("missing"))));
        assertThatIOException().isThrownBy(() -> BaseDirectories.of(List.of(Path.of("relative"))));
    }

    private Path inside(String path) {
        return switch (bases.resolve("cwd", path)) {
            case BaseDirectories.Resolved.Inside(var directory) -> directory;
            case BaseDirectories.Resolved.Refused(var why) -> throw new AssertionError(why.toString());
        };
    }

    private String refused(String path) {
        return switch (bases.resolve("cwd", path)) {
            case BaseDirectories.Resolved.Inside(var directory) -> throw new AssertionError("inside: " + directory);
            case BaseDirectories.Resolved.Refused(var why) -> {
                assertThat(why.code()).isEqualTo(ErrorCode.CWD_REFUSED);
                assertThat(why.message()).startsWith("cwd ");
                yield why.message();
            }
        };
    }
}
