package dev.signalbox.e2e.dialect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What a client and a server say to one another, as a text that is read and replayed; [Expectation] has the holes.
///
/// ```
/// # a comment, and what follows is the same for all
/// >>> POST /api/things        a request: headers, an empty line, a body
/// Content-Type: application/json
///
/// {"name": "one"}
/// <<< 201                     its answer: headers that it must have, an empty line, its whole body
///
/// {"id": "{{thing=id}}", "createdAt": "{{iso}}"}
/// >>~ GET /api/things/{{thing}}     asked again until the answer fits, at most 30 s
/// <<< 200
///
/// {"status": "done", "...": ""}
/// === ws a /ws?token={{token}}      opens a socket; headers may follow
/// --> a {"type": "ping"}
/// <-- a {"type": "pong"}            the next message
/// <~~ a {"type": "exit", "code": 0} a later message; others are passed over
/// === closed a 1008                 the server closes it
/// === refused b 401 /ws             an upgrade that is answered so
/// === sse s /api/things/{{thing}}/stream
/// Last-Event-ID: 3
/// <~~ s
/// event: done
/// id: {{last=int}}
/// data: {"at": "{{iso}}"}
/// === ended s                       the server ends it
/// === close a                       the client closes it
/// === node 1                        what follows asks the other node
/// ```
record Transcript(String name, List<Step> steps) {
    private static final Set<String> MARKS = Set.of(">>>", ">>~", "<<<", "===", "-->", "<--", "<~~");

    /// @param line where it begins, from 1
    /// @param mark what is done
    /// @param words the rest of the line
    record Step(int line, String mark, String words, List<String> below) {
        /// The word at a place, from 0; empty where there is none.
        String word(int index) {
            String[] all = words.split(" +");
            return index < all.length ? all[index] : "";
        }

        /// What follows the first words.
        String after(int count) {
            String[] all = words.split(" +", count + 1);
            return all.length > count ? all[count] : "";
        }

        Map<String, String> headers() {
            Map<String, String> headers = new LinkedHashMap<>();
            for (String row : below) {
                int colon = row.indexOf(": ");
                if (row.isBlank() || colon < 0) {
                    break;
                }
                headers.put(row.substring(0, colon), row.substring(colon + 2));
            }
            return headers;
        }

        /// What stands below the headers and the empty line.
        String body() {
            int empty = below.indexOf("");
            return empty < 0
                    ? ""
                    : String.join("\n", below.subList(empty + 1, below.size())).strip();
        }

        /// A message: the rest of the line, and all that is below.
        String message() {
            return (after(1) + "\n" + String.join("\n", below)).strip();
        }
    }

    static Transcript parse(String name, List<String> lines) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            String mark = line.length() < 3 ? "" : line.substring(0, 3);
            if (MARKS.contains(mark)) {
                steps.add(new Step(i + 1, mark, line.substring(3).strip(), new ArrayList<>()));
            } else if (!line.startsWith("# ") && !line.equals("#")) {
                if (steps.isEmpty() && !line.isBlank()) {
                    throw new IllegalArgumentException("%s:%d belongs to no step".formatted(name, i + 1));
                }
                if (!steps.isEmpty()) {
                    steps.getLast().below().add(line.stripTrailing());
                }
            }
        }
        return new Transcript(name, List.copyOf(steps));
    }
}
