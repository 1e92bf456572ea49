//! Networks as people have them: names, modes, times and line ends where their programs keep them.

use interlocks::dataset::{DataFormat, Dataset, LoadOptions, Table};

use super::{problems, read, seats};

/// The rows of people, companies, seats and ties.
fn counts(data: &Dataset) -> [usize; 4] {
    [Table::People, Table::Companies, Table::Seats, Table::Ties].map(|table| data.rows(table))
}

/// Every seat as `person@company role start end` with names instead of ids, sorted.
fn named_seats(data: &Dataset) -> Vec<String> {
    let name = |id: &str| {
        let people = data.iter_people().map(|person| (person.id, person.name));
        let mut all = people.chain(data.iter_companies().map(|company| (company.id, company.name)));
        all.find(|(known, _)| known == id).map_or(String::new(), |(_, name)| name)
    };
    let seats = data.iter_seats().map(|seat| {
        let start = seat.start.map_or(String::new(), |date| date.to_string());
        let end = seat.end.date().map_or(String::new(), ToString::to_string);
        format!("{}@{} {} {start} {end}", name(&seat.person), name(&seat.company), seat.role).trim_end().to_owned()
    });
    let mut seats: Vec<String> = seats.collect();
    seats.sort();
    seats
}

/// Reads a file with a name, whose format is recognised.
fn open(name: &str, text: &str) -> Dataset {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, text).unwrap();
    Dataset::open(&path).unwrap()
}

/// Returns `true` if a problem has this part.
fn says(data: &Dataset, part: &str) -> bool {
    problems(data).iter().any(|problem| problem.contains(part))
}

#[test]
fn lines_may_end_in_carriage_returns() {
    let net = "*Vertices 5 3\n1 \"Anna\"\n2 \"Ben\"\n3 \"Cy\"\n4 \"North\"\n5 \"West\"\n*Edges\n1 4\n1 5\n2 4\n3 5\n";
    let dl = "dl nr=3, nc=2\nrow labels:\nAnna\nBen\nCy\ncolumn labels:\nNorth\nWest\ndata:\n1 1\n1 0\n0 1\n";
    let node = |id: usize, label: &str, kind: &str| format!("node [\nid {id}\nlabel \"{label}\"\nkind \"{kind}\"\n]\n");
    let people: String = ["Anna", "Ben", "Cy"].iter().enumerate().map(|(at, name)| node(at, name, "person")).collect();
    let firms = node(3, "North", "company") + &node(4, "West", "company");
    let edges: String = [(0, 3), (0, 4), (1, 3), (2, 4)]
        .iter()
        .map(|(from, to)| format!("edge [\nsource {from}\ntarget {to}\n]\n"))
        .collect();
    let gml = format!("# a comment\ngraph [\n{people}{firms}{edges}]\n");
    let table = "source,target\nAnna,North\nAnna,West\nBen,North\nCy,West\n".to_owned();
    let list = "Anna North\nAnna West\nBen North\nCy West\n".to_owned();
    let files = [
        ("boards.net", net.to_owned()),
        ("boards.dl", dl.to_owned()),
        ("boards.gml", gml),
        ("boards.csv", table),
        ("boards.edges", list),
    ];
    for (name, text) in files {
        let mut at = 0;
        let mixed = text.split('\n').fold(String::new(), |mixed, line| {
            at += 1;
            mixed + line + ["\r\n", "\n", "\r"][at % 3]
        });
        for text in [text.replace('\n', "\r"), text.replace('\n', "\r\n"), mixed, text] {
            let data = open(name, &text);
            assert_eq!(counts(&data), [3, 2, 4, 0], "{name} {text:?} {:?}", problems(&data));
            let expected = ["Anna@North", "Anna@West", "Ben@North", "Cy@West"];
            assert_eq!(named_seats(&data), expected, "{name} {text:?}");
        }
    }
}

#[test]
fn a_carriage_return_within_quotes_is_part_of_the_name() {
    for (name, text) in [
        ("a.net", "*Vertices 2 1\n1 \"An\rna\"\n2 \"X\"\n*Edges\n1 2\n"),
        ("a.csv", "source,target\n\"An\rna\",X\n"),
        (
            "a.gml",
            "graph [ node [ id 1 label \"An\rna\" kind \"person\" ] node [ id 2 label \"X\" kind \"company\" ]\nedge [ source 1 target 2 ] ]",
        ),
    ] {
        assert_eq!(named_seats(&open(name, text)), ["An na@X"], "{name}");
    }
}

#[test]
fn problems_name_the_line_in_a_file_with_carriage_returns() {
    let data = open("a.net", "*Vertices 2 1\r1 \"Ann\"\r2 \"X\"\r*Edges\r1 2\r9 9\r");
    assert!(problems(&data)[0].contains(":6:1"), "{:?}", problems(&data));
    let xml = "<graphml>\r<graph>\r<node id='a'/>\r<hyperedge/>\r</graph>\r</graphml>";
    assert!(says(&open("a.graphml", xml), ":4:1: warning: left out: GraphML hyperedges"));
}

const NETWORK: &str =
    "*Network boards\n*Vertices 5 3\n1 \"A\"\n2 \"B\"\n3 \"C\"\n4 \"X\"\n5 \"Y\"\n*Edges\n1 4\n1 5\n2 4\n";

#[test]
fn a_project_may_begin_with_any_section() {
    let sections = [
        ("*Partition sex\n*Vertices 3\n1\n2\n1\n", "*partition (3"),
        ("*Vector size\n*Vertices 3\n1\n2\n1\n", "*vector (3"),
        ("*Permutation p\n*Vertices 5\n1\n2\n3\n4\n5\n", "*permutation (5"),
        ("*Cluster c\n*Vertices 2\n1\n2\n", "*cluster (2"),
        ("*Hierarchy h\n1\n2\n", "*hierarchy (2"),
    ];
    for (section, left_out) in sections {
        for text in [
            format!("{section}\n{NETWORK}"),
            format!("{NETWORK}\n{section}"),
            format!("% x\n{section}{section}{NETWORK}"),
        ] {
            for name in ["boards.paj", "boards"] {
                let data = open(name, &text);
                assert_eq!(counts(&data), [3, 2, 3, 0], "{text}");
                assert!(says(&data, &left_out[..left_out.len() - 2]), "{text}: {:?}", problems(&data));
            }
        }
    }
    let data = open("boards.net", &format!("Boards of 1990\n\n{NETWORK}"));
    assert_eq!(counts(&data), [3, 2, 3, 0]);
    assert!(says(&data, "lines before the first section"));
    // Files of one partition begin like a network.
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sex.clu");
    std::fs::write(&path, "*Vertices 3\n1\n2\n1\n").unwrap();
    assert_eq!(DataFormat::from_path(&path), None);
}

#[test]
fn a_partition_belongs_to_networks_of_its_size() {
    let values = "*Partition sector\n*Vertices 5\n1\n1\n1\n7\n8\n";
    for text in [format!("{values}{NETWORK}"), format!("{NETWORK}{values}")] {
        let data = read(text.as_bytes(), "pajek");
        let sectors: Vec<String> = data.iter_companies().map(|company| company.industry).collect();
        assert_eq!((sectors, problems(&data).len()), (vec!["7".to_owned(), "8".to_owned()], 0));
    }
    // Two networks of the same people.
    let data = read(format!("{NETWORK}{values}{NETWORK}").as_bytes(), "pajek");
    assert_eq!(counts(&data)[..2], [3, 2]);
}

#[test]
fn a_partition_states_modes_only_if_its_name_says_so() {
    let network = NETWORK.replace("*Vertices 5 3", "*Vertices 5");
    let with =
        |name: &str| read(format!("{network}*Partition {name}\n*Vertices 5\n2\n2\n2\n1\n1\n").as_bytes(), "pajek");
    for name in ["companies (1) and people (2)", "1=board 2=person"] {
        let data = with(name);
        assert_eq!((counts(&data), problems(&data)), ([3, 2, 3, 0], vec![]), "{name}");
    }
    let data = with("2-mode");
    assert_eq!(counts(&data), [2, 3, 3, 0], "the first mode are the people");
    for name in ["sex", "type", "kind of work"] {
        let data = with(name);
        assert!(says(&data, "does not say which vertices are people"), "{name}");
    }
}

const YED: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:y="http://www.yworks.com/xml/graphml">
  <key attr.name="description" attr.type="string" for="node" id="d5"/>
  <key for="node" id="d6" yfiles.type="nodegraphics"/>
  <key for="edge" id="d10" yfiles.type="edgegraphics"/>
  <graph edgedefault="directed" id="G">
    <node id="n0"><data key="d5"/><data key="d6"><y:ShapeNode><y:NodeLabel alignment="center">Anna Quill<y:LabelModel><y:SmartNodeLabelModel distance="4.0"/></y:LabelModel></y:NodeLabel><y:Shape type="ellipse"/></y:ShapeNode></data></node>
    <node id="n1"><data key="d6"><y:ShapeNode><y:NodeLabel>Northern Tin</y:NodeLabel><y:Shape type="rectangle"/></y:ShapeNode></data></node>
    <node id="n2"><data key="d6"><y:ShapeNode><y:NodeLabel>Western Rope</y:NodeLabel><y:Shape type="rectangle"/></y:ShapeNode></data></node>
    <edge id="e0" source="n0" target="n1"><data key="d10"><y:PolyLineEdge><y:EdgeLabel>chair</y:EdgeLabel></y:PolyLineEdge></data></edge>
    <edge id="e1" source="n0" target="n2"><data key="d10"><y:PolyLineEdge/></data></edge>
  </graph>
</graphml>
"#;

#[test]
fn names_stand_where_the_program_keeps_them() {
    let data = open("boards.graphml", YED);
    assert_eq!(named_seats(&data), ["Anna Quill@Northern Tin chair", "Anna Quill@Western Rope"]);
    let node =
        |id: &str, kind: &str, data: &str| format!("<node id='{id}'><data key='kind'>{kind}</data>{data}</node>");
    for cells in [
        "<data key='label'>Anna</data>",
        "<data key='name'>Anna</data>",
        "<data key='shared name'>Anna</data><data key='name'>None</data>",
        "<data key='label'>None</data><data key='title'>Anna</data>",
        "<data key='id'>Anna</data>",
        "<data key='full_name'>Anna</data>",
        "<data key='y'><y:ShapeNode xmlns:y='y'><y:NodeLabel>An<!-- x -->na</y:NodeLabel><y:NodeLabel>boss</y:NodeLabel></y:ShapeNode></data>",
        "<data key='y'><x:List xmlns:x='x' xmlns:y='y'><y:Label><y:Label.Text><![CDATA[Anna]]></y:Label.Text></y:Label></x:List></data>\
         <port name='p'><data key='name'>no</data></port>",
    ] {
        let text = format!(
            "<graphml><key id='full_name' attr.name='Full Name'/><graph>{}{}<edge source='62' target='n1'/></graph></graphml>",
            node("62", "person", cells),
            node("n1", "company", "<data key='name'>X</data>")
        );
        assert_eq!(named_seats(&read(text.as_bytes(), "graphml")), ["Anna@X"], "{cells}");
    }
    let gexf = "<gexf><graph><nodes><node id='1' label='1'><attvalues><attvalue for='kind' value='person'/><attvalue for='Name' value='Anna'/></attvalues></node>\
        <node id='2' label='X'><attvalues><attvalue for='kind' value='company'/></attvalues></node></nodes><edges><edge source='1' target='2'/></edges></graph></gexf>";
    assert_eq!(named_seats(&read(gexf.as_bytes(), "gexf")), ["Anna@X"]);
    let gml = "graph [ node [ id 1 name \"Anna\" kind \"person\" ] node [ id 2 label \"X\" kind \"company\" ] edge [ source 1 target 2 ] ]";
    assert_eq!(named_seats(&read(gml.as_bytes(), "gml")), ["Anna@X"]);
}

#[test]
fn nodes_within_groups_are_read_like_all_others() {
    let text = "<graphml><graph><node id='g'><data key='name'>Group</data><data key='kind'>company</data><graph>\
        <node id='g::1'><data key='name'>Anna</data><data key='kind'>person</data></node><node id='g::2'><data key='kind'>company</data></node>\
        </graph></node><edge source='g::1' target='g::2'/></graph></graphml>";
    let data = read(text.as_bytes(), "graphml");
    assert_eq!(counts(&data), [1, 2, 1, 0], "{:?}", problems(&data));
    let text = "<gexf><graph><nodes><node id='g' label='Group'><attvalues><attvalue for='kind' value='company'/></attvalues><nodes>\
        <node id='1' label='Anna'><attvalues><attvalue for='kind' value='person'/></attvalues></node></nodes></node></nodes>\
        <edges><edge source='1' target='g'/></edges></graph></gexf>";
    let data = read(text.as_bytes(), "gexf");
    assert_eq!((counts(&data), named_seats(&data)), ([1, 1, 1, 0], vec!["Anna@Group".to_owned()]));
}

const NEO4J: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
<key id="name" for="node" attr.name="name"/>
<key id="labels" for="node" attr.name="labels"/>
<key id="since" for="edge" attr.name="since"/>
<key id="label" for="edge" attr.name="label"/>
<graph id="G" edgedefault="directed">
<node id="n0" labels=":Company"><data key="labels">:Company</data><data key="name">Northern Tin</data></node>
<node id="n1" labels=":Company"><data key="labels">:Company</data><data key="name">Western Rope</data></node>
<node id="n2" labels=":Person"><data key="labels">:Person</data><data key="name">Anna Quill</data></node>
<node id="n3" labels=":Person"><data key="labels">:Person</data><data key="name">Ben Orr</data></node>
<edge id="e0" source="n2" target="n0" label="DIRECTOR_OF"><data key="label">DIRECTOR_OF</data><data key="since">2003</data></edge>
<edge id="e1" source="n2" target="n1" label="DIRECTOR_OF"><data key="label">DIRECTOR_OF</data><data key="since">2005</data></edge>
<edge id="e2" source="n3" target="n0" label="DIRECTOR_OF"><data key="label">DIRECTOR_OF</data></edge>
<edge id="e3" source="n3" target="n1" label="OWNS"><data key="label">OWNS</data></edge>
</graph>
</graphml>
"#;

#[test]
fn modes_and_relationships_stand_where_the_program_keeps_them() {
    let expected = [
        "Anna Quill@Northern Tin director 2003",
        "Anna Quill@Western Rope director 2005",
        "Ben Orr@Northern Tin director",
    ];
    for text in [
        NEO4J.to_owned(),
        // Several labels, only on the tag, only in data.
        NEO4J.replace(":Person", ":Person:Director").replace(":Company", ":Asset:Company"),
        NEO4J.replace("<data key=\"labels\">:Company</data>", "").replace("<data key=\"labels\">:Person</data>", ""),
        NEO4J.replace(" labels=\":Company\"", "").replace(" labels=\":Person\"", ""),
        NEO4J.replace(" label=\"DIRECTOR_OF\"", "").replace(" label=\"OWNS\"", ""),
        NEO4J.replace("labels", "Typ").replace(":Person", "Natürliche Person").replace(":Company", "Gesellschaft"),
        NEO4J.replace("labels", "type").replace(":Person", "FALSE").replace(":Company", "TRUE"),
        NEO4J.replace("labels", "bipartite").replace(":Person", "0.0").replace(":Company", "1.0"),
    ] {
        let data = open("boards.graphml", &text);
        assert_eq!((counts(&data), problems(&data)), ([2, 2, 3, 1], vec![]), "{text}");
        assert_eq!(named_seats(&data), expected, "{text}");
        assert_eq!(data.ties[0].kind, "OWNS");
    }
    for (word, role) in
        [("SITS_ON", ""), ("BOARD_MEMBER", "board member"), ("Chair of", "Chair"), ("hasDirector", "director")]
    {
        let data = open("boards.graphml", &NEO4J.replace("DIRECTOR_OF", word));
        let answer = format!("Anna Quill@Northern Tin {role} 2003");
        assert_eq!((counts(&data), &named_seats(&data)[0]), ([2, 2, 3, 1], &answer), "{word}");
    }
    let table = "_id,_labels,name,since,_start,_end,_type\n0,:Company,X,,,,\n1,:Person:Director,Anna,,,,\n,,,2003,1,0,BOARD_MEMBER\n,,,,1,0,OWNS\n";
    let data = open("export.csv", table);
    assert_eq!((counts(&data), named_seats(&data)), ([1, 1, 1, 1], vec!["Anna@X board member 2003".to_owned()]));
}

#[test]
fn lines_that_are_ties_do_not_hide_the_two_modes() {
    let table = "source,target,relationship\nAnna,X,director of\nBen,X,director of\nX,Y,owns\nAnna,Y,chair\n";
    let data = open("a.csv", table);
    assert_eq!((counts(&data), data.ties[0].kind.as_str()), ([2, 2, 3, 1], "owns"));
}

const GEXF: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">
<graph defaultedgetype="undirected" timeformat="double" mode="dynamic">
<attributes class="node" mode="static"><attribute id="kind" title="kind" type="string"/></attributes>
<nodes>
<node id="1" label="Anna Quill"><attvalues><attvalue for="kind" value="person"/></attvalues></node>
<node id="2" label="Ben Orr"><attvalues><attvalue for="kind" value="person"/></attvalues></node>
<node id="11" label="Northern Tin"><attvalues><attvalue for="kind" value="company"/></attvalues></node>
<node id="12" label="Western Rope"><attvalues><attvalue for="kind" value="company"/></attvalues></node>
</nodes>
<edges>
<edge id="0" source="1" target="11" start="2003.0" end="2009.0"/>
<edge id="1" source="1" target="12" start="2005.0" end="2007.0"/>
<edge id="2" source="2" target="11" start="2001.0" end="2002.0"/>
<edge id="3" source="2" target="12"><spells><spell start="2004.0" end="2006.0"/></spells></edge>
</edges></graph></gexf>
"#;

#[test]
fn times_are_read_where_the_program_keeps_them() {
    let expected = [
        "Anna Quill@Northern Tin  2003 2009",
        "Anna Quill@Western Rope  2005 2007",
        "Ben Orr@Northern Tin  2001 2002",
        "Ben Orr@Western Rope  2004 2006",
    ];
    for text in [
        GEXF.to_owned(),
        GEXF.replace(".0\"", "\"").replace("double", "integer"),
        GEXF.replace("end=\"2", "endopen=\"2"),
    ] {
        let data = open("boards.gexf", &text);
        assert_eq!((named_seats(&data), problems(&data)), (expected.map(str::to_owned).to_vec(), vec![]), "{text}");
    }
    let set = "\"<[2001.0, 2005.0]; [2007.0, 2009.0]>\"";
    let twice = ["Anna@X  2001 2005", "Anna@X  2007 2009"];
    for column in ["Interval", "Timeset", "Time Interval", "spells"] {
        let data = open("edges.csv", &format!("Source,Target,Type,{column}\nAnna,X,Undirected,{set}\n"));
        assert_eq!(named_seats(&data), twice, "{column}");
    }
    let data = set.trim_matches('"').replace('<', "&lt;");
    for text in [
        format!(
            "<graphml><graph><edge source='Anna' target='X'><data key='timeset'>{data}</data></edge></graph></graphml>"
        ),
        format!("<gexf><graph><edges><edge source='Anna' target='X' intervals='{data}'/></edges></graph></gexf>"),
        format!(
            "<gexf><graph><edges><edge source='Anna' target='X'><attvalues><attvalue for='Interval' value='{data}'/></attvalues></edge></edges></graph></gexf>"
        ),
    ] {
        let word = if text.contains("graphml") { "graphml" } else { "gexf" };
        assert_eq!(named_seats(&read(text.as_bytes(), word)), twice, "{text}");
    }
}

#[test]
fn points_in_time_leave_the_ends_open() {
    let edge =
        |cells: &str| format!("<gexf><graph><edges><edge source='Anna' target='X' {cells}/></edges></graph></gexf>");
    let years = ["Anna@X  ../2001-12-31 2002-01-02/..", "Anna@X  ../2005-12-31 2005-01-02/.."];
    assert_eq!(named_seats(&read(edge("timestamps='&lt;[2001.0, 2002.0, 2005.0]&gt;'").as_bytes(), "gexf")), years);
    assert_eq!(named_seats(&read(edge("timestamp='2005'").as_bytes(), "gexf")), years[1..]);
    assert_eq!(
        named_seats(&read(edge("timestamp='2005-03-01'").as_bytes(), "gexf")),
        ["Anna@X  ../2005-03-01 2005-03-02/.."]
    );
}

#[test]
fn the_edges_of_a_slice_are_there_at_some_time_in_it() {
    let slice = |cells: &str| {
        format!("<gexf><graph mode='slice' {cells}><edges><edge source='Anna' target='X'/></edges></graph></gexf>")
    };
    let seats = |cells: &str| named_seats(&read(slice(cells).as_bytes(), "gexf"));
    assert_eq!(seats("timestamp='2005-03-01'"), ["Anna@X  ../2005-03-01 2005-03-02/.."]);
    assert_eq!(seats("start='2005-01-01' end='2005-06-30'"), ["Anna@X  ../2005-06-30 2005-01-02/.."]);
}

#[test]
fn times_that_are_not_dates_are_counted() {
    let step = GEXF.replace("200", "");
    let data = open("boards.gexf", &step);
    assert_eq!(counts(&data), [2, 2, 4, 0]);
    assert!(says(&data, "start: not a date") && says(&data, "(4 in this file)"), "{:?}", problems(&data));
    let table = open("edges.csv", "Source,Target,Interval\nAnna,X,whenever\n");
    assert!(says(&table, "values of interval that are not times"));
}

#[test]
fn plain_lists_of_edges_are_read() {
    let rows = "Anna Quill,Northern Tin\nAnna Quill,Western Rope\nBen Orr,Northern Tin\n";
    let expected = ["Anna Quill@Northern Tin", "Anna Quill@Western Rope", "Ben Orr@Northern Tin"];
    let quoted: String =
        rows.lines().map(|row| row.split(',').map(|cell| format!("\"{cell}\" ")).collect::<String>() + "\n").collect();
    let weighted = rows.replace('\n', ",1\n");
    for (name, text) in [
        ("edges.csv", format!("from,to\n{rows}")),
        ("edges.csv", format!("Source;Target;Weight\n{}", weighted.replace(',', ";"))),
        ("a.edges", rows.to_owned()),
        ("a.edgelist", rows.replace(',', "\t")),
        ("a.edges", weighted),
        ("a.edges", quoted.clone()),
        ("a.edges", quoted.replace('\n', "{'weight': 1}\n")),
        ("a.edges", format!("# made by a program\n{quoted}")),
        ("a.edges", format!("from to\n{quoted}")),
    ] {
        let data = open(name, &text);
        assert_eq!(named_seats(&data), expected, "{name} {text}");
        assert!(says(&data, "does not say which vertices are people"), "{:?}", problems(&data));
        let has_header = text.to_lowercase().starts_with(['f', 's']);
        assert_eq!(says(&data, "no header: the first line was read as an edge"), !has_header, "{text}");
    }
    let data = read(b"% bip unweighted\n1 1\n1 2\n2 1\n", "edges");
    assert_eq!(seats(&data), ["1@1 (target)", "1@2 (target)", "2@1 (target)"]);
}

#[test]
fn tables_of_seats_and_ties_are_no_lists_of_edges() {
    for text in [
        "from,to\n2001-01-01,2002-01-01\n",
        "person,company,from,to\nAnna,X,2001,2002\n",
        "name,board,from,to\nAnna,X,2001,2002\n",
        "from,to,kind\nAnna,X,owns\n",
    ] {
        assert_ne!(DataFormat::from_bytes(text.as_bytes()), "edges".parse().ok(), "{text}");
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ties.csv");
    std::fs::write(&path, "from,to\nAnna,X\n").unwrap();
    assert_ne!(DataFormat::from_path(&path), "edges".parse().ok());
}

#[test]
fn columns_of_a_list_of_edges_may_be_chosen() {
    use interlocks::dataset::ColumnNames;
    let with = |columns: &[&str], text: &str| {
        let options =
            LoadOptions { columns: ColumnNames::parse(columns.iter().copied()).unwrap(), ..LoadOptions::default() };
        let stream = Box::new(std::io::Cursor::new(text.as_bytes().to_vec()));
        Dataset::read(stream, "x", "edges".parse().unwrap(), &options).map_err(|error| error.to_string())
    };
    let text = "Who,Where,strength\nAnna,X,2\nBen,X,1\n";
    let data = with(&["person=Who", "company=Where"], text).unwrap();
    assert_eq!((seats(&data), problems(&data)), (vec!["Anna@X".to_owned(), "Ben@X".to_owned()], vec![]));
    let data = with(&["from=Where", "to=Who"], text).unwrap();
    assert_eq!(seats(&data), ["X@Anna", "X@Ben"]);
    // Usual names of people and companies say what they are.
    let data = with(&[], "Officer,Company\nAnna,X\nX,Y\n").unwrap();
    assert_eq!((counts(&data), problems(&data)), ([2, 2, 2, 0], vec![]));
    for text in ["Officer,strength\nAnna,2\n", "x,y\n1,2\n"] {
        assert!(with(&[], text).unwrap_err().contains("--columns from=COLUMN,to=COLUMN"), "{text}");
    }
}

/// The name of a file, its text, and marks in it with what is put there.
type MarkedFields = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

/// A good file of each format. `§` marks fields; what nobody knows in one of them is named in the problems, in the words after
/// the text.
const FIELDS: &[MarkedFields] = &[
    (
        "pajek",
        "*Vertices 2 1\n1 \"Ann\" §0.5§\n2 \"X\"\n§%§\n*Arcs\n1 2 §1§ §l§ \"chair\" [§2001§-§2002§]\n",
        &[
            ("0.5", "shapes and colours of vertices"),
            ("%", "vertex must begin with its number"),
            ("1", "shapes and colours of lines"),
            ("l", "shapes and colours of lines"),
            ("2001", "start: not a date"),
            ("2002", "end: not a date"),
        ],
    ),
    (
        "ucinet",
        "dl nr=2 nc=2 §§ format=edgelist2 labels embedded\ndata:\na x §1§ §§\nb y 1\n",
        &[("", "words of the header"), ("1", "is not a number"), ("", "words after the weight")],
    ),
    (
        "graphml",
        "<graphml><graph><node id='a'><data key='kind'>§person§</data></node><node id='b'><data key='kind'>company</data></node>\
         <edge source='a' target='b'><data key='label'>§chair§</data><data key='start'>§2001§</data><data key='end'>§2002§</data>\
         <data key='weight'>§2§</data></edge><edge source='a' target='b'><data key='timeset'>§[2001,2002]§</data></edge></graph></graphml>",
        &[
            ("person", "values of kind that are neither person nor company"),
            ("chair", "values of label that are neither role nor kind of tie"),
            ("2001", "start: not a date"),
            ("2002", "end: not a date"),
            ("2", "weights that are not numbers"),
            ("[2001,2002]", "values of timeset that are not times"),
        ],
    ),
    (
        "gexf",
        "<gexf><graph><nodes><node id='a'><attvalues><attvalue for='kind' value='§person§'/></attvalues></node><node id='b'>\
         <attvalues><attvalue for='kind' value='company'/></attvalues></node></nodes><edges><edge source='a' target='b' label='§chair§' \
         weight='§2§' start='§2001§' end='§2002§'/><edge source='a' target='b' timestamps='§2001§'/></edges></graph></gexf>",
        &[
            ("person", "values of kind that are neither person nor company"),
            ("chair", "values of label that are neither role nor kind of tie"),
            ("2", "weights that are not numbers"),
            ("2001", "start: not a date"),
            ("2002", "end: not a date"),
            ("2001", "start: not a date"),
        ],
    ),
    (
        "gml",
        "graph [ directed 1 node [ id 1 kind \"§person§\" ] node [ id 2 kind \"company\" ] edge [ source 1 target 2 label \"§chair§\" \
         start \"§2001§\" end \"§2002§\" weight \"§2§\" ] ]",
        &[
            ("person", "values of kind that are neither person nor company"),
            ("chair", "values of label that are neither role nor kind of tie"),
            ("2001", "start: not a date"),
            ("2002", "end: not a date"),
            ("2", "weights that are not numbers"),
        ],
    ),
    (
        "edges",
        "source,target,source_type,label,start,end,weight,timeset\na,b,§person§,§chair§,§2001§,§2002§,§2§,\na,b,,,,,,§2001§\n",
        &[
            ("person", "values of kind that are neither person nor company"),
            ("chair", "values of label that are neither role nor kind of tie"),
            ("2001", "start: not a date"),
            ("2002", "end: not a date"),
            ("2", "weights that are not numbers"),
            ("2001", "values of timeset that are not times"),
        ],
    ),
];

#[test]
fn what_nobody_knows_is_counted_in_every_field() {
    for (word, text, fields) in FIELDS {
        let parts: Vec<&str> = text.split('§').collect();
        assert_eq!(parts.len(), 2 * fields.len() + 1, "{word}");
        let named = |data: &Dataset| {
            let answers = problems(data);
            fields.iter().filter(|(_, part)| answers.iter().any(|answer| answer.contains(part))).count()
        };
        let good = read(parts.concat().as_bytes(), word);
        assert_eq!(named(&good), 0, "{word}: {:?}", problems(&good));
        for (at, (plain, part)) in fields.iter().enumerate() {
            let mut changed = parts.clone();
            assert_eq!(changed[2 * at + 1], *plain, "{word}");
            changed[2 * at + 1] = "qwx";
            let data = read(changed.concat().as_bytes(), word);
            assert!(says(&data, part), "{word}: qwx for {plain}: {:?}", problems(&data));
        }
    }
}

#[test]
fn damaged_files_are_refused_or_read_without_a_panic() {
    let list = "# x\n\"Anna Quill\" X 2 {'role': 'chair', 'since': 2001}\nBen X\r\"C\" Y 3\n";
    let export = "_id,_labels,name,_start,_end,_type\n1,:Person,Anna,,,\n2,:Company,X,,,\n,,,1,2,OWNS\n";
    let project =
        format!("*Partition a\n*Vertices 5\n1\n1\n1\n2\n2\n{NETWORK}*Permutation p\n*Vertices 2\n1\n2\n*Matrix\n1 0\n");
    for (word, text) in
        [("edges", list), ("edges", export), ("pajek", &project), ("graphml", YED), ("graphml", NEO4J), ("gexf", GEXF)]
    {
        for at in (0..text.len()).step_by(3).filter(|at| text.is_char_boundary(*at)) {
            for inserted in ["", "\"", "\r", "<", "*", "9999999999999999999", "{"] {
                let next = text[at..].chars().next().map_or(0, char::len_utf8);
                let rest = if inserted.is_empty() { &text[at + next..] } else { &text[at..] };
                let changed = format!("{}{inserted}{rest}", &text[..at]);
                let stream = Box::new(std::io::Cursor::new(changed.into_bytes()));
                let format = word.parse::<DataFormat>().unwrap();
                let _ = Dataset::read(stream, "x", format, &LoadOptions::default());
            }
        }
    }
}
