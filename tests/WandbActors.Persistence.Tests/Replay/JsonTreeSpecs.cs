using FsCheck;
using FsCheck.Xunit;

namespace WandbActors.Persistence.Replay;

public sealed class JsonTreeSpecs
{
    private readonly JsonTree _tree = new();

    [Fact]
    public void Leaves_are_written_as_they_came_in_the_order_of_their_names()
    {
        _tree.Set(["b"], "1.50");
        _tree.Set(["a", "x"], "NaN");
        _tree.Set(["a", "y"], "[1, -Infinity]");
        _tree.Set(["b"], "1e0");

        Assert.Equal("""{"b":1e0,"a":{"x":NaN,"y":[1, -Infinity]}}""", _tree.ToJson());
    }

    [Fact]
    public void A_dot_is_a_character()
    {
        _tree.Set(["a.b"], "1");
        _tree.Set(["a", "b"], "2");

        Assert.Equal("""{"a.b":1,"a":{"b":2}}""", _tree.ToJson());
    }

    [Fact]
    public void A_path_into_an_object_takes_it_apart()
    {
        _tree.Set(["a"], """{"x": {"deep": 1.0}, "y,}": "}"}""");

        _tree.Set(["a", "x", "more"], "2");

        Assert.Equal("""{"a":{"x":{"deep":1.0,"more":2},"y,}":"}"}}""", _tree.ToJson());
    }

    [Fact]
    public void A_path_through_a_plain_value_replaces_it()
    {
        _tree.Set(["a"], "[1]");

        _tree.Set(["a", "x"], "2");

        Assert.Equal("""{"a":{"x":2}}""", _tree.ToJson());
    }

    [Fact]
    public void An_object_replaces_a_subtree()
    {
        _tree.Set(["a", "x"], "1");

        _tree.Set(["a"], """{"y":2}""");

        Assert.Equal("""{"a":{"y":2}}""", _tree.ToJson());
    }

    [Fact]
    public void An_object_is_merged_at_every_depth()
    {
        _tree.Set(["opt"], """{"name":"adam","betas":[0.9,0.999],"sub":{"p":1}}""");

        _tree.Merge(["opt"], """{"name":"sgd","sub":{"q":2},"empty":{}}""");

        Assert.Equal("""{"opt":{"name":"sgd","betas":[0.9,0.999],"sub":{"p":1,"q":2},"empty":{}}}""", _tree.ToJson());
    }

    [Fact]
    public void An_empty_object_is_merged_into_one_and_replaces_anything_else()
    {
        _tree.Set(["object"], """{"x":1}""");
        _tree.Set(["number"], "1");

        _tree.Merge(["object"], "{}");
        _tree.Merge(["number"], "{}");

        Assert.Equal("""{"object":{"x":1},"number":{}}""", _tree.ToJson());
    }

    [Fact]
    public void A_removed_leaf_takes_its_empty_parents_along()
    {
        _tree.Set(["a", "b"], """{"c":1}""");
        _tree.Set(["z"], "0");

        _tree.Remove(["a", "b", "c"]);

        Assert.Equal("""{"z":0}""", _tree.ToJson());
    }

    [Fact]
    public void Removing_what_is_not_there_changes_nothing()
    {
        _tree.Set(["a"], "{}");
        _tree.Set(["b"], "1");

        _tree.Remove(["a", "x"]);
        _tree.Remove(["b", "x"]);
        _tree.Remove(["c", "x", "y"]);

        Assert.Equal("""{"a":{},"b":1}""", _tree.ToJson());
    }

    [Fact]
    public void A_path_of_any_length_can_be_written()
    {
        _tree.Set([.. Enumerable.Repeat("n", 100_000)], "1");

        Assert.EndsWith("n.n.n\":1" + new string('}', JsonTree.MaxDepth), _tree.ToJson());
    }

    [Fact]
    public void Members_at_the_top_have_their_whole_values()
    {
        _tree.Set(["a", "x"], "1");
        _tree.Set(["b"], "NaN");

        Assert.Equal([("a", """{"x":1}"""), ("b", "NaN")], _tree.Members());
    }

    [Property]
    public bool What_is_set_is_there_and_nothing_else_has_changed(NonEmptyArray<NonNull<string>> path, NonEmptyArray<NonNull<string>> other, int value)
    {
        string[] names = [.. path.Get.Select(name => Whole(name.Get))];
        string[] others = [.. other.Get.Select(name => "other " + Whole(name.Get))];
        var tree = new JsonTree();
        tree.Set(others, "NaN");

        tree.Set(names, $"{value}");

        return At(tree, names) == $"{value}" && At(tree, others) == "\"NaN\"";
    }

    [Property]
    public bool What_is_set_and_removed_was_never_there(NonEmptyArray<NonNull<string>> path)
    {
        string[] names = [.. path.Get.Select(name => Whole(name.Get))];
        var tree = new JsonTree();

        tree.Set(names, "1");
        tree.Remove(names);

        return tree.ToJson() == "{}";
    }

    // A lone half of a surrogate pair cannot be written in UTF-8.
    private static string Whole(string text) => System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text));

    private static string At(JsonTree tree, string[] path) =>
        path.Aggregate(JsonMeaning.Node(tree.ToJson()), (node, name) => node[name]!).ToJsonString();
}
