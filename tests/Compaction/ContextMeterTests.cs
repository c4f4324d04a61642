using FastTokens.Caching;
using FastTokens.Compaction;
using Xunit;

namespace FastTokens.Tests.Compaction;

public class ContextMeterTests
{
    [Fact]
    public void The_last_usable_report_is_the_anchor_and_what_came_since_is_estimated()
    {
        ContextMeter meter = default;
        meter.Add(1_000);
        meter.Add(200);
        Assert.Equal((1_200, false), (meter.Tokens, meter.HasAnchor));
        UsageObservation observation = meter.Report(new CacheUsage(10, 900, 300, Output: 50), estimatedInput: 1_200);
        Assert.Equal((1_260, true), (meter.Tokens, meter.HasAnchor));
        Assert.Equal((1_200, 1_210, true), (observation.EstimatedTokens, observation.ReportedTokens, observation.IsUsable));
        Assert.False(observation.HasDrifted());
        meter.Add(500);
        Assert.Equal(1_760, meter.Tokens);
        Assert.True(meter.Report(new CacheUsage(2_000), estimatedInput: 1_000).HasDrifted());
        Assert.Equal((2_000, 0), (meter.Tokens, meter.EstimatedTokens));
    }

    [Fact]
    public void A_usage_of_zeros_or_of_output_alone_is_not_usable()
    {
        ContextMeter meter = default;
        meter.Report(new CacheUsage(100));
        meter.Add(7);
        foreach (CacheUsage usage in (CacheUsage[])[default, new CacheUsage(0, Output: 90)])
        {
            UsageObservation observation = meter.Report(usage, estimatedInput: 5);
            Assert.Equal((false, 1.0, false), (observation.IsUsable, observation.Ratio, observation.HasDrifted()));
            Assert.Equal(107, meter.Tokens);
        }
    }

    [Fact]
    public void Of_a_response_in_several_messages_the_first_is_the_anchor()
    {
        ContextMeter meter = default;
        ulong response = ToolReference.IdOf("msg_1");
        meter.Report(new CacheUsage(1_000, Output: 1), responseId: response);
        meter.Add(40, response);
        meter.Add(300);
        meter.Report(new CacheUsage(1_000, Output: 90), responseId: response);
        meter.Add(50, response);
        // 1,000 and the last output; the result between the two parts; the parts themselves are the output.
        Assert.Equal(1_390, meter.Tokens);
        meter.Add(60, ToolReference.IdOf("msg_2"));
        Assert.Equal(1_450, meter.Tokens);
        meter.Restart(700);
        Assert.Equal((700, false), (meter.Tokens, meter.HasAnchor));
    }
}
