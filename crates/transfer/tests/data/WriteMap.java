import java.io.*;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;

/** Serialises a map of texts: the lines of its input are a key and a value in turn, its output is the stream of Java. */
class WriteMap {
    public static void main(String[] args) throws IOException {
        var map = new HashMap<String, String>();
        var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String key; (key = lines.readLine()) != null; ) map.put(key, lines.readLine());
        try (var out = new ObjectOutputStream(System.out)) {
            out.writeObject(map);
        }
    }
}
