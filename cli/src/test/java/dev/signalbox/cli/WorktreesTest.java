package dev.signalbox.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `signalbox worktree …`.
class WorktreesTest {
    private static final String OWN = "{\"path\":\"/srv/shop\",\"main\":true,\"state\":\"ACTIVE\",\"branch\":\"main\"}";
    private static final String OF_SESSION =
            "{\"path\":\"/var/w/s-abcd\",\"main\":false,\"state\":\"ACTIVE\",\"branch\":\"signalbox/s-abcd\"}";
    private static final String ALICE =
            "{\"path\":\"/srv/shop/.worktrees/alice\",\"main\":false,\"state\":\"ACTIVE\",\"branch\":\"a\"}";

    @TempDir
    Path home;

    private final ScriptedServer server = new ScriptedServer();

    @BeforeEach
    void two_repositories_of_which_one_is_gone() {
        server.on("GET /v1/repositories", 200, """
            {"items":[
              {"id":"r-1","hostId":"h-1","path":"/srv/shop","present":true},
              {"id":"r-2","hostId":"h-1","path":"/srv/gone","present":false},
              {"id":"r-3","hostId":"h-1","path":"/srv/link","present":false,"aliasOf":"r-1"},
              {"id":"r-4","hostId":"h-2","path":"/srv/just-gone","present":true}]}\
            """)
                .on("GET /v1/repositories/r-1/worktrees", 200, items(OWN, OF_SESSION, ALICE))
                .problem("GET /v1/repositories/r-4/worktrees", 404, "NOT_FOUND", "is not in a git repository");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static String items(String... worktrees) {
        return "{\"items\":[" + String.join(",", worktrees) + "]}";
    }

    private Called call(String... args) {
        return new Called.Call(home).server(server.url()).with(args);
    }

    @Test
    void lists_what_stands_beside_the_repositories() {
        Called table = call("worktree", "list", "-o", "table");
        Called json = call("worktree", "list", "--host", "box", "-o", "jsonl");

        assertThat(table.code()).as(table.err()).isZero();
        assertThat(table.out().lines())
                .satisfiesExactly(
                        header -> assertThat(header).startsWith("WORKTREE"),
                        first -> assertThat(first)
                                .contains("/var/w/s-abcd", "signalbox/s-abcd", "ACTIVE", "h-1", "/srv/shop"),
                        second -> assertThat(second).contains("/srv/shop/.worktrees/alice"));
        assertThat(json.out()).contains("\"repositoryId\":\"r-1\"");
        assertThat(server.requests())
                .anyMatch(request -> request.target().equals("/v1/repositories?limit=500&host=box"))
                .anyMatch(request -> request.target().equals("/v1/repositories/r-1/worktrees?refresh=true"));
    }

    @Test
    void a_repository_is_named_by_its_id_or_its_path_and_a_host_looks_where_nobody_did() {
        server.on("GET /v1/repositories/r-9", 200, "{\"id\":\"r-9\",\"hostId\":\"h-2\",\"path\":\"/srv/x\"}")
                .on("POST /v1/repositories", 200, "{\"id\":\"r-9\",\"hostId\":\"h-2\",\"path\":\"/srv/x\"}")
                .on("GET /v1/repositories/r-9/worktrees", 200, items(ALICE));

        assertThat(call("worktree", "list", "--repo", "r-9").out()).contains("alice");
        assertThat(call("worktree", "list", "--repo", "/srv/shop").out()).contains("s-abcd");
        assertThat(call("worktree", "list", "--repo", "/srv/x").code()).isEqualTo(2);
        assertThat(call("worktree", "list", "--repo", "/srv/x", "--host", "box").out())
                .contains("alice");
        assertThat(server.request("POST /v1/repositories").body()).isEqualTo("{\"host\":\"box\",\"path\":\"/srv/x\"}");
    }

    @Test
    void removes_the_worktree_of_a_session_by_the_sessions_id() {
        server.on("DELETE /v1/repositories/r-1/worktrees", (_, exchange) -> {
            server.on("GET /v1/repositories/r-1/worktrees", 200, items(OWN, ALICE));
            ScriptedServer.send(exchange, 204, "", "application/json");
        });

        Called called = call("worktree", "remove", "s-ab", "--force", "--delete-branch");

        assertThat(called.code()).as(called.err()).isZero();
        assertThat(called.out().strip()).isEqualTo("/var/w/s-abcd");
        assertThat(server.request("DELETE").target())
                .isEqualTo(
                        "/v1/repositories/r-1/worktrees?path=%2Fvar%2Fw%2Fs-abcd&force=true&deleteBranch=true&wait=20s");
    }

    @Test
    void what_the_host_refuses_or_has_not_done_yet_is_told() {
        server.problem("DELETE /v1/repositories/r-1/worktrees", 409, "WORKTREE_BUSY", "the worktree has changes");
        Called refused = call("worktree", "remove", "alice");
        assertThat(refused.code()).isEqualTo(5);
        assertThat(refused.err()).contains("the worktree has changes");

        server.on("DELETE /v1/repositories/r-1/worktrees", 202, "");
        Called late = call("worktree", "remove", "/srv/shop/.worktrees/alice");
        assertThat(late.code()).isEqualTo(8);
        assertThat(late.err()).contains("still being removed");
    }

    @Test
    void nothing_is_removed_that_is_not_named_alone() {
        server.on("GET /v1/repositories/r-4/worktrees", 200, items(ALICE.replace("shop", "other")));

        Called both = call("worktree", "remove", "ali");
        assertThat(both.code()).isEqualTo(2);
        assertThat(both.err()).contains("/srv/shop/.worktrees/alice", "/srv/other/.worktrees/alice");
        assertThat(call("worktree", "remove", "none").code()).isEqualTo(3);
        assertThat(call("worktree", "remove", "/srv/shop").code())
                .as("the repository's own")
                .isEqualTo(3);
        assertThat(server.requests()).noneMatch(request -> request.method().equals("DELETE"));
    }
}
