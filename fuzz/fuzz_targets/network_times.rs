//! Times of lines in networks are read or counted: a text is the time of the lines of a network of each kind.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let (one, other) = text.split_once('|').unwrap_or((text, ""));
    let plain = |text: &str| text.replace(['<', '>', '&', '"', '\n', '\r'], " ");
    let (start, end) = (plain(one), plain(other));
    let times = [
        format!("start=\"{start}\" end=\"{end}\""),
        format!("startopen=\"{start}\" endopen=\"{end}\""),
        format!("timestamps=\"{start}\""),
        format!("timeset=\"{start}\""),
    ];
    let edges: String = times
        .iter()
        .map(|times| format!("<edge source=\"1\" target=\"2\" {times}><spells><spell {times}/></spells></edge>"))
        .collect();
    let gexf = format!(
        "<gexf><graph mode=\"dynamic\" timeformat=\"date\"><nodes><node id=\"1\" kind=\"person\"/>\
         <node id=\"2\" kind=\"company\"/></nodes><edges>{edges}</edges></graph></gexf>"
    );
    interlocks_fuzz::read_as(gexf.as_bytes(), "gexf");
    let data = |name: &str, text: &str| format!("<data key=\"{name}\">{text}</data>");
    let edges: String = [data("start", &start) + &data("end", &end), data("timeset", &start), data("timestamp", &start)]
        .map(|data| format!("<edge source=\"1\" target=\"2\">{data}</edge>"))
        .concat();
    let graphml = format!(
        "<graphml><graph><node id=\"1\"><data key=\"kind\">person</data></node>\
         <node id=\"2\"><data key=\"kind\">company</data></node>{edges}</graph></graphml>"
    );
    interlocks_fuzz::read_as(graphml.as_bytes(), "graphml");
    let pajek = format!("*Vertices 2 1\n1 \"Ann\" [{start}]\n2 \"X\" [{end}]\n*Edges\n1 2 1 [{start}]\n1 2 1 [{end}]\n");
    interlocks_fuzz::read_as(pajek.as_bytes(), "pajek");
    let gml = format!(
        "graph [ node [ id 1 kind \"person\" ] node [ id 2 kind \"company\" ] edge [ source 1 target 2 start \"{start}\" \
         end \"{end}\" ] edge [ source 1 target 2 interval \"{start}\" ] ]"
    );
    interlocks_fuzz::read_as(gml.as_bytes(), "gml");
    let table = format!("source,target,start,end,timeset\na,b,\"{start}\",\"{end}\",\na,b,,,\"{start}\"\n");
    interlocks_fuzz::read_as(table.as_bytes(), "edges");
});
